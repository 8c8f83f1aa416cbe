using Channels.Typed.Client;
using Chat;
using Microsoft.Extensions.Time.Testing;

namespace Channels.Typed.Testing.Tests.ClientPage;

/// <summary>The code of docs/client.md, run with the in-memory server.</summary>
public sealed class ClientPageTests
{
    private readonly List<string> _written = [];
    private int _tokens;

    [Fact]
    public async Task Connect_TakesFreshParameters()
    {
        var server = new TestChannelServer();
        #region readme-client-connect
        var options = new ChannelSocketOptions
        {
            ParamsFactory = async cancellationToken =>      // asked before every attempt to connect
                new Dictionary<string, string> { ["token"] = await FetchTokenAsync(cancellationToken) },
        };
        #endregion
        options.TransportFactory = server;
        #region readme-client-socket
        await using var socket = new ChannelSocket(new Uri("wss://chat.example/socket"), options);
        socket.StateChanged += (_, change) => Write($"{change.PreviousState} → {change.State}: {change.Reason}");
        #endregion

        await socket.ConnectAsync().Within();
        TestConnection connection = await server.AcceptAsync();

        Assert.Contains("token=fresh", connection.Request.WebSocketUri.Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JoinAndPush_HaveDeclaredOutcomes()
    {
        var server = new TestChannelServer();
        await using ChannelSocket socket = server.CreateSocket(
            static options => options.TimeProvider = new FakeTimeProvider()); // Nothing times out.
        Task serving = ServeAsync(server);
        #region readme-client-join
        await using RoomChannelClient room = socket.RoomChannel("lobby");
        Reply<RoomSnapshot, JoinRefused> joined = await room.JoinAsync(new JoinRoom("ann"));
        Write(joined.TryGetOk(out RoomSnapshot? snapshot, out JoinRefused? refused)
            ? $"here: {string.Join(", ", snapshot.Members)}"
            : $"refused: {refused}");
        #endregion
        #region readme-client-push
        try
        {
            Reply<Posted, PostRefused> reply = await room.PostMessageAsync(new PostMessage("hello"), timeout: TimeSpan.FromSeconds(5));
            Write(reply.Match(posted => $"posted as {posted.Id}", refusal => $"refused: {refusal}"));
        }
        catch (ChannelException exception) when (exception.Reason is ChannelErrorReason.Timeout or ChannelErrorReason.Disconnected)
        {
            Write("It is not known whether it was posted.");   // the server may have received it
        }
        #endregion

        await serving.Within();
        Assert.Equal(["here: ann", "posted as 7"], _written);

        static async Task ServeAsync(TestChannelServer server)
        {
            TestConnection connection = await server.AcceptAsync();
            await AcceptJoinAsync(connection);
            (await connection.ExpectPushAsync("room:lobby", "post_message")).ReplyOk(new Posted(7), ChatJson.Default.Posted);
        }
    }

    [Fact]
    public async Task Outcomes_AreSwitchedOverWithoutADiscard()
    {
        var server = new TestChannelServer();
        await using ChannelSocket socket = server.CreateSocket();
        await using RoomChannelClient room = socket.RoomChannel("lobby");
        Task serving = ServeAsync(server);
        _ = await room.JoinAsync(new JoinRoom("ann"));
        #region readme-client-outcomes
        Reply<Posted, PostRefused> reply = await room.PostMessageAsync(new PostMessage("hello"));
        Write(reply switch
        {
            { IsOk: true, Value: var posted } => $"posted as {posted.Id}",
            { IsError: true, Error: PostRefused.Empty } => "there is nothing in it",
            { IsError: true, Error: PostRefused.TooLong tooLong } => $"{tooLong.MaxLength} characters at most",
        });
        #endregion

        await serving.Within();
        Assert.Equal(["9 characters at most"], _written);

        static async Task ServeAsync(TestChannelServer server)
        {
            TestConnection connection = await server.AcceptAsync();
            await AcceptJoinAsync(connection);
            (await connection.ExpectPushAsync("room:lobby", "post_message")).ReplyError(
                new PostRefused.TooLong(9), ChatJson.Default.PostRefused);
        }
    }

    [Fact]
    public async Task Events_ComeInThreeWays()
    {
        var server = new TestChannelServer();
        await using ChannelSocket socket = server.CreateSocket();
        await using RoomChannelClient room = socket.RoomChannel("lobby");
        Task joining = room.JoinAsync(new JoinRoom("ann"));
        TestConnection connection = await server.AcceptAsync();
        _ = await AcceptJoinAsync(connection);
        await joining.Within();
        #region readme-client-handler
        using IDisposable greetings = room.OnMemberJoined(async member =>
            _ = await room.PostMessageAsync(new PostMessage($"Hello, {member.Nick}!")));
        #endregion
        #region readme-client-receiver
        using IDisposable everything = room.Subscribe(new Transcript(Write));
        #endregion
        Task reading = ReadAsync();

        connection.Push("room:lobby", "member_joined", new Member("bob"), ChatJson.Default.Member);
        (await connection.ExpectPushAsync("room:lobby", "post_message")).ReplyOk(new Posted(1), ChatJson.Default.Posted);
        connection.Push("room:lobby", "message_posted", new Message(1, "ann", "Hello, bob!", default), ChatJson.Default.Message);
        connection.CloseChannel("room:lobby");
        await reading.Within();

        // The stream is read in its own loop, so the order of the lines may differ.
        Assert.Equal(["ann: Hello, bob!", "bob is here", "read Hello, bob!"], _written.Order(StringComparer.Ordinal));

        async Task ReadAsync()
        {
            #region readme-client-stream
            await foreach (Message message in room.ReadMessagePostedAsync(capacity: 100))
            {
                Write($"read {message.Body}");
            }
            #endregion
        }
    }

    [Fact]
    public async Task Snapshot_IsLoadedBeforeTheEventsBehindIt()
    {
        var server = new TestChannelServer();
        await using ChannelSocket socket = server.CreateSocket();
        await using RoomChannelClient room = socket.RoomChannel("lobby");
        List<string> shown = ["old"];
        #region readme-client-snapshot
        using IDisposable joins = room.OnJoined(async joined =>
        {
            await ReplaceAsync(joined.Reply.Messages);      // the events behind the join wait for this
            Write(joined.IsRejoin ? "back" : "here");
        });
        using IDisposable posts = room.OnMessagePosted(message => AppendAsync(message));
        #endregion
        Task<Reply<RoomSnapshot, JoinRefused>> joining = room.JoinAsync(new JoinRoom("ann"));
        TestConnection connection = await server.AcceptAsync();
        (await connection.ExpectJoinAsync("room:lobby")).ReplyOk(
            new RoomSnapshot([new Message(1, "bob", "first", default)], ["ann"]), ChatJson.Default.RoomSnapshot);
        connection.Push("room:lobby", "message_posted", new Message(2, "bob", "second", default), ChatJson.Default.Message);
        connection.CloseChannel("room:lobby");
        _ = await joining.Within();
        await room.Closed.Within();

        Assert.Equal(["first", "second"], shown);
        Assert.Equal(["here"], _written);

        async Task ReplaceAsync(IReadOnlyList<Message> messages)
        {
            await Task.Yield();
            shown = [.. messages.Select(static message => message.Body)];
        }

        async Task AppendAsync(Message message)
        {
            await Task.Yield();
            shown.Add(message.Body);
        }
    }

    [Fact]
    public async Task Function_MakesThePayloadOfEveryJoin()
    {
        var server = new TestChannelServer();
        await using ChannelSocket socket = server.CreateSocket(options => options.ReconnectDelays = [TimeSpan.Zero]);
        await using RoomChannelClient room = socket.RoomChannel("lobby");
        var rejoined = new TaskCompletionSource();
        #region readme-client-rejoin
        using IDisposable rejoins = room.OnRejoined(reply =>
            Write($"back with {reply.Match(snapshot => snapshot.Members.Count, _ => 0)} members"));
        using IDisposable losses = room.OnErrored(change => Write($"gone: {change.Reason}"));

        Task<Reply<RoomSnapshot, JoinRefused>> joining = room.JoinAsync(async cancellationToken =>
            new JoinRoom("ann", Session: await FetchTokenAsync(cancellationToken)));
        #endregion
        using IDisposable end = room.OnRejoined(_ => rejoined.SetResult());
        TestConnection connection = await server.AcceptAsync();
        TestMessage first = await AcceptJoinAsync(connection);
        Assert.True((await joining.Within()).IsOk);

        connection.Drop();
        connection = await server.AcceptAsync();
        TestMessage second = await AcceptJoinAsync(connection);
        await rejoined.Task.Within();

        Assert.Equal("fresh", first.Read(ChatJson.Default.JoinRoom)!.Session);
        Assert.Equal("fresher", second.Read(ChatJson.Default.JoinRoom)!.Session);
        Assert.Equal(["gone: ConnectionLost", "back with 1 members"], _written);
    }

    [Fact]
    public async Task Function_WithATimeout_CountsTowardsIt()
    {
        var time = new FakeTimeProvider();
        var server = new TestChannelServer();
        await using ChannelSocket socket = server.CreateSocket(options => options.TimeProvider = time);
        await using RoomChannelClient room = socket.RoomChannel("lobby");
        await socket.ConnectAsync().Within();
        var asked = new TaskCompletionSource();
        Task join = room.JoinAsync(
            async cancellationToken =>
            {
                asked.SetResult();
                await Task.Delay(Timeout.Infinite, cancellationToken);
                return new JoinRoom("ann");
            },
            TimeSpan.FromSeconds(3));
        await asked.Task.Within();

        time.Advance(TimeSpan.FromSeconds(3));

        ChannelException exception = await Assert.ThrowsAsync<ChannelException>(() => join.Within());
        Assert.Equal(ChannelErrorReason.Timeout, exception.Reason);
    }

    [Fact]
    public async Task UntypedChannel_NeedsNoContract()
    {
        var server = new TestChannelServer();
        await using ChannelSocket socket = server.CreateSocket();
        Task serving = ServeAsync(server);
        #region readme-client-untyped
        await using UntypedChannelClient metrics = socket.Channel("metrics:cpu", ChannelPayload.FromJson("""{"interval":5}"""));
        using IDisposable samples = metrics.On("sample", payload => Write(payload.ToString()));
        PushReply joined = await metrics.JoinAsync();
        PushReply reset = await metrics.PushAsync("reset");
        Write($"{joined.Status}, {reset.Status}");
        #endregion
        await serving.Within();
        await metrics.Closed.Within();

        Assert.Equal(["ok, done", """{"load":1}"""], _written.Order(StringComparer.Ordinal));

        static async Task ServeAsync(TestChannelServer server)
        {
            TestConnection connection = await server.AcceptAsync();
            (await connection.ExpectJoinAsync("metrics:cpu")).ReplyOk();
            (await connection.ExpectPushAsync("metrics:cpu", "reset")).Reply("done", "{}");
            connection.Push("metrics:cpu", "sample", """{"load":1}""");
            connection.CloseChannel("metrics:cpu");
        }
    }

    #region readme-client-test
    [Fact]
    public async Task Member_ComesIn_IsGreeted()
    {
        var server = new TestChannelServer();
        await using ChannelSocket socket = server.CreateSocket();
        await using RoomChannelClient room = socket.RoomChannel("lobby");
        Task running = new Greeter(room).RunAsync(CancellationToken.None);

        TestConnection connection = await server.AcceptAsync();
        (await connection.ExpectJoinAsync("room:lobby")).ReplyOk(new RoomSnapshot([], ["greeter"]), ChatJson.Default.RoomSnapshot);
        connection.Push("room:lobby", "member_joined", new Member("ann"), ChatJson.Default.Member);

        TestMessage push = await connection.ExpectPushAsync("room:lobby", "post_message");
        Assert.Equal(new PostMessage("Hello, ann!"), push.Read(ChatJson.Default.PostMessage));
        push.ReplyOk(new Posted(1), ChatJson.Default.Posted);
        connection.CloseChannel("room:lobby");
        await running;
    }
    #endregion

    private static async Task<TestMessage> AcceptJoinAsync(TestConnection connection)
    {
        TestMessage join = await connection.ExpectJoinAsync("room:lobby");
        join.ReplyOk(new RoomSnapshot([], ["ann"]), ChatJson.Default.RoomSnapshot);
        return join;
    }

    private ValueTask<string> FetchTokenAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Interlocked.Increment(ref _tokens) == 1 ? "fresh" : "fresher");
    }

    private void Write(string line)
    {
        lock (_written)
        {
            _written.Add(line);
        }
    }
}
