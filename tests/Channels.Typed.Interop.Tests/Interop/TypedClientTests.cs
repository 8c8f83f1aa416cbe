using Channels.Typed.Client;
using Channels.Typed.Interop.Tests.Faults;
using Channels.Typed.Interop.Tests.Fixture;
using Chat;

namespace Channels.Typed.Interop.Tests.Interop;

/// <summary>Our client against our server, over a real connection.</summary>
public sealed class TypedClientTests
{
    [Fact]
    public async Task Join_ReturnsTheTypedSnapshot()
    {
        await using ChatHost server = await ChatHost.StartAsync();
        await using ChatClient ann = await ChatClient.JoinAsync(server, "Ann");
        _ = await ann.Room.PostMessageAsync(new PostMessage("first"));
        await using ChatClient bea = ChatClient.Create(server);

        Reply<RoomSnapshot, JoinRefused> joined = await bea.Room.JoinAsync(new JoinRoom("Bea"));

        Assert.Equal(["Ann", "Bea"], joined.Value.Members);
        Assert.Equal(("Ann", "first"), (joined.Value.Messages[0].Nick, joined.Value.Messages[0].Body));
        Assert.Equal(ChannelState.Joined, bea.Room.State);
        Assert.IsType<Message>(await ann.Events.Received.NextAsync());
        Assert.Equal("joined: Bea", await ann.Events.Received.NextAsync());
    }

    [Fact]
    public async Task Join_Refused_ReturnsTheDeclaredCase()
    {
        await using ChatHost server = await ChatHost.StartAsync();
        await using ChatClient ann = await ChatClient.JoinAsync(server, "Ann");
        await using ChatClient other = ChatClient.Create(server);

        Assert.Equal(new JoinRefused.NickEmpty(), (await other.Room.JoinAsync(new JoinRoom(" "))).Error);
        Assert.Equal(new JoinRefused.NickTooLong(20), (await other.Room.JoinAsync(new JoinRoom(new string('x', 21)))).Error);
        Assert.Equal(new JoinRefused.NickTaken(), (await other.Room.JoinAsync(new JoinRoom("ANN"))).Error);
        Assert.True((await other.Room.JoinAsync(new JoinRoom("Bea"))).IsOk);
    }

    [Fact]
    public async Task Join_WithTheSameSession_GetsTheNickAgain()
    {
        await using ChatHost server = await ChatHost.StartAsync();
        await using ChatClient before = ChatClient.Create(server);
        await using ChatClient after = ChatClient.Create(server);

        Assert.True((await before.Room.JoinAsync(new JoinRoom("Ann", "s1"))).IsOk);

        Assert.Equal(new JoinRefused.NickTaken(), (await after.Room.JoinAsync(new JoinRoom("Ann", "s2"))).Error);
        Assert.True((await after.Room.JoinAsync(new JoinRoom("Ann", "s1"))).IsOk);
    }

    [Fact]
    public async Task Join_UnknownTopic_Throws()
    {
        await using ChatHost server = await ChatHost.StartAsync();
        await using ChannelSocket socket = ChatClient.Connect(server.Faults);
        await using RoomChannelClient room = socket.RoomChannel("lobby");

        ChannelException e = await Assert.ThrowsAsync<ChannelException>(() => room.JoinAsync(new JoinRoom("Ann")));

        Assert.Equal(ChannelErrorReason.UnmatchedTopic, e.Reason);
    }

    [Fact]
    public async Task Push_IsAnsweredAndBroadcastToAll()
    {
        await using ChatHost server = await ChatHost.StartAsync();
        await using ChatClient ann = await ChatClient.JoinAsync(server, "Ann");
        await using ChatClient bea = await ChatClient.JoinAsync(server, "Bea");
        Assert.Equal("joined: Bea", await ann.Events.Received.NextAsync());

        Reply<Posted, PostRefused> posted = await ann.Room.PostMessageAsync(new PostMessage("Hello, \"Bea\" 🙂"));

        Message seenByAnn = Assert.IsType<Message>(await ann.Events.Received.NextAsync());
        Message seenByBea = Assert.IsType<Message>(await bea.Events.Received.NextAsync());
        Assert.Equal(posted.Value.Id, seenByAnn.Id);
        Assert.Equal(seenByAnn, seenByBea);
        Assert.Equal("Hello, \"Bea\" 🙂", seenByBea.Body);
    }

    [Fact]
    public async Task Push_Refused_ReturnsTheDeclaredCase()
    {
        await using ChatHost server = await ChatHost.StartAsync();
        await using ChatClient ann = await ChatClient.JoinAsync(server, "Ann");

        Assert.Equal(new PostRefused.Empty(), (await ann.Room.PostMessageAsync(new PostMessage("\n"))).Error);
        Assert.Equal(new PostRefused.TooLong(500), (await ann.Room.PostMessageAsync(new PostMessage(new string('x', 501)))).Error);
    }

    [Fact]
    public async Task Push_NotAnswered_TimesOut()
    {
        await using ChatHost server = await ChatHost.StartAsync();
        await using ChannelSocket socket = ChatClient.Connect(server.Faults);
        await using FaultChannelClient faults = socket.FaultChannel("a");
        await faults.JoinAsync();

        ChannelException e = await Assert.ThrowsAsync<ChannelException>(() => faults.NeverAnswerAsync(TimeSpan.FromMilliseconds(50)));

        Assert.Equal(ChannelErrorReason.Timeout, e.Reason);
    }

    [Fact]
    public async Task Typing_IsIntercepted_OnlyOthersReceiveIt()
    {
        await using ChatHost server = await ChatHost.StartAsync();
        await using ChatClient ann = await ChatClient.JoinAsync(server, "Ann");
        await using ChatClient bea = await ChatClient.JoinAsync(server, "Bea");
        Assert.Equal("joined: Bea", await ann.Events.Received.NextAsync());

        await ann.Room.TypingAsync();
        _ = await ann.Room.PostMessageAsync(new PostMessage("done"));

        // The channel handles an intercepted event, so the message may come before it.
        object[] seenByBea = [await bea.Events.Received.NextAsync(), await bea.Events.Received.NextAsync()];
        Assert.Contains("typing: Ann", seenByBea);
        Assert.IsType<Message>(await ann.Events.Received.NextAsync());
    }

    [Fact]
    public async Task Events_ArriveAsHandlersAndStreamsToo()
    {
        await using ChatHost server = await ChatHost.StartAsync();
        await using ChatClient ann = await ChatClient.JoinAsync(server, "Ann");
        var handled = new Recorder<string>();
        using IDisposable handler = ann.Room.OnMessagePosted(message => handled.Add(message.Body));
        using var guard = new CancellationTokenSource(Patience.Time, TimeProvider.System);
        await using IAsyncEnumerator<Message> stream = ann.Room.ReadMessagePostedAsync(
            cancellationToken: guard.Token).GetAsyncEnumerator(guard.Token);
        ValueTask<bool> next = stream.MoveNextAsync(); // The subscription starts here.

        _ = await ann.Room.PostMessageAsync(new PostMessage("one"));
        Assert.Equal("one", await handled.NextAsync());
        handler.Dispose();
        _ = await ann.Room.PostMessageAsync(new PostMessage("two"));

        Assert.True(await next);
        Assert.Equal("one", stream.Current.Body);
        Assert.True(await stream.MoveNextAsync());
        Assert.Equal("two", stream.Current.Body);
        Assert.Equal(["one"], handled.All);
    }

    [Fact]
    public async Task Publisher_OutsideOfChannels_ReachesTheRoom()
    {
        await using ChatHost server = await ChatHost.StartAsync();
        await using ChatClient ann = await ChatClient.JoinAsync(server, "Ann");
        var message = new Message(1, "the house", "Tea is ready", DateTimeOffset.UnixEpoch);

        await server.Channels.RoomChannel("kitchen").MessagePostedAsync(message with { Id = 2 });
        await server.Channels.RoomChannel("lobby").MessagePostedAsync(message);

        Assert.Equal(message, await ann.Events.Received.NextAsync());
    }

    [Fact]
    public async Task Leave_EndsTheChannelAndNotifiesTheOthers()
    {
        await using ChatHost server = await ChatHost.StartAsync();
        await using ChatClient ann = await ChatClient.JoinAsync(server, "Ann");
        await using ChatClient bea = await ChatClient.JoinAsync(server, "Bea");
        Assert.Equal("joined: Bea", await ann.Events.Received.NextAsync());

        await bea.Room.LeaveAsync();

        Assert.Equal("left: Bea", await ann.Events.Received.NextAsync());
        Assert.Equal(ChannelState.Closed, bea.Room.State);
        ChannelException e = await Assert.ThrowsAsync<ChannelException>(() => bea.Room.PostMessageAsync(new PostMessage("too late")));
        Assert.Equal(ChannelErrorReason.Closed, e.Reason);
    }

    [Fact]
    public async Task Crash_FailsThePushAndTheChannelRejoins()
    {
        await using ChatHost server = await ChatHost.StartAsync();
        await using ChannelSocket socket = ChatClient.Connect(server.Faults);
        await using FaultChannelClient faults = socket.FaultChannel("a");
        var rejoined = new Recorder<FaultJoined>();
        using IDisposable subscription = faults.OnRejoined(rejoined.Add);
        Assert.Equal(new FaultJoined(1), await faults.JoinAsync());

        ChannelException e = await Assert.ThrowsAsync<ChannelException>(() => faults.CrashAsync());

        Assert.Equal(ChannelErrorReason.ChannelCrashed, e.Reason);
        Assert.Equal(new FaultJoined(2), await rejoined.NextAsync());
        Assert.Equal(new Echoed("back"), await faults.EchoAsync(new Echoed("back")));
    }

    [Fact]
    public async Task Stop_ClosesTheChannelWithoutRejoin()
    {
        await using ChatHost server = await ChatHost.StartAsync();
        await using ChannelSocket socket = ChatClient.Connect(server.Faults);
        await using FaultChannelClient faults = socket.FaultChannel("a");
        await faults.JoinAsync();

        await faults.StopAsync();

        await faults.Closed.WaitAsync(Patience.Time, TimeProvider.System);
        Assert.Equal(ChannelState.Closed, faults.State);
    }

    [Fact]
    public async Task ServerRestarts_TheClientRejoinsByItself()
    {
        await using ChatHost server = await ChatHost.StartAsync(mayRestart: true);
        await using ChatClient ann = await ChatClient.JoinAsync(server, "Ann");
        var rejoined = new Recorder<Reply<RoomSnapshot, JoinRefused>>();
        using IDisposable subscription = ann.Room.OnRejoined(rejoined.Add);

        await server.RestartAsync();

        Reply<RoomSnapshot, JoinRefused> reply = await rejoined.NextAsync();
        Assert.Equal(["Ann"], reply.Value.Members);
        Assert.True((await ann.Room.PostMessageAsync(new PostMessage("Still here"))).IsOk);
        Assert.Equal("Still here", Assert.IsType<Message>(await ann.Events.Received.NextAsync()).Body);
    }

    [Fact]
    public async Task Channels_OfOneSocket_AreIndependent()
    {
        await using ChatHost server = await ChatHost.StartAsync();
        await using ChannelSocket socket = ChatClient.Connect(server.Faults);
        await using FaultChannelClient slow = socket.FaultChannel("slow");
        await using FaultChannelClient quick = socket.FaultChannel("quick");
        await slow.JoinAsync();
        await quick.JoinAsync();
        using var enough = new CancellationTokenSource();

        Task never = slow.NeverAnswerAsync(enough.Token);

        Assert.Equal(new Echoed("first"), await quick.EchoAsync(new Echoed("first")));
        await enough.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => never);
    }
}
