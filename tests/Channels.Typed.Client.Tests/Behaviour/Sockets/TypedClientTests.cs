using System.Threading.Channels;
using Channels.Typed.Client.Tests.Fixture;

namespace Channels.Typed.Client.Tests.Behaviour.Sockets;

public sealed class TypedClientTests
{
    private static readonly Note Hello = new("hello");

    [Fact]
    public async Task Join_Declared_ReturnsOkOrTheRefusal()
    {
        await using var client = new TestClient();
        await using var room = new RoomClient(client.CreateChannel());

        Task<Reply<Empty, Refusal>> refused = room.JoinAsync(Hello);
        ScriptedConnection connection = await client.Server.AcceptAsync();
        await connection.ExpectAsync("""["1","1","room:a","phx_join",{"text":"hello"}]""");
        connection.SendError(1, 1, response: """{"reason":"full"}""");
        Assert.Equal(new Refusal("full"), (await refused.Within()).Error);

        Task<Reply<Empty, Refusal>> accepted = room.JoinAsync(Hello);
        await connection.AcceptJoinAsync(2, payload: """{"text":"hello"}""");
        Assert.True((await accepted.Within()).IsOk);
        Assert.Equal(ChannelState.Joined, room.State);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("7")]
    public async Task Join_ReplyIsUnreadable_LeavesTheChannel_SoThatItCanBeJoinedAgain(string response)
    {
        await using var client = new TestClient();
        await using var room = new RoomClient(client.CreateChannel());
        Task join = room.JoinForNoteAsync(Hello);
        ScriptedConnection connection = await client.Server.AcceptAsync();
        await connection.AcceptJoinAsync(1, payload: """{"text":"hello"}""", response: response);

        await connection.ExpectAsync("""["1","2","room:a","phx_leave",{}]""");
        connection.SendOk(1, 2);
        Assert.Equal(ChannelErrorReason.UnreadableReply, await ChannelCalls.ReasonOf(join));
        Assert.Equal(ChannelState.Closed, room.State);

        Task<Reply<Empty, Refusal>> again = room.JoinAsync(Hello);
        await connection.AcceptJoinAsync(3, payload: """{"text":"hello"}""");
        Assert.True((await again.Within()).IsOk);
    }

    [Theory]
    [InlineData("join crashed", ChannelErrorReason.JoinCrashed)]
    [InlineData("unmatched topic", ChannelErrorReason.UnmatchedTopic)]
    [InlineData("too many channels joined", ChannelErrorReason.TooManyChannels)]
    public async Task Join_RefusedByTheFramework_ThrowsItsReason(string reason, ChannelErrorReason expected)
    {
        await using var client = new TestClient();
        await using var room = new RoomClient(client.CreateChannel());
        Task join = room.JoinAsync(Hello);
        ScriptedConnection connection = await client.Server.AcceptAsync();

        await connection.ExpectAsync("""["1","1","room:a","phx_join",{"text":"hello"}]""");
        connection.Send($$"""[null,"1","room:a","phx_reply",{"response":{"reason":"{{reason}}"},"status":"error"}]""");

        Assert.Equal(expected, await ChannelCalls.ReasonOf(join));
        Assert.Equal(ChannelState.Closed, room.State);
    }

    [Fact]
    public async Task Push_Typed_RoundTrips()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, RoomClient room) = await JoinAsync(client);

        Task<Note> post = room.PostAsync(Hello);
        await connection.ExpectAsync("""["1","2","room:a","note",{"text":"hello"}]""");
        connection.SendOk(1, 2, response: """{"text":"saved"}""");
        Task typing = room.TypingAsync();

        Assert.Equal(new Note("saved"), await post.Within());
        await connection.ExpectAsync("""["1","3","room:a","noreply",{}]""");
        await typing.Within();
    }

    [Fact]
    public async Task Push_RefusedAndNotDeclared_ThrowsWithThePayload()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, RoomClient room) = await JoinAsync(client);

        Task<Note> post = room.PostAsync(Hello);
        await connection.ExpectAsync("""["1","2","room:a","note",{"text":"hello"}]""");
        connection.SendError(1, 2, response: """{"reason":"no"}""");

        PushRejectedException exception = await Assert.ThrowsAsync<PushRejectedException>(() => post.Within());
        Assert.Equal("""{"reason":"no"}""", exception.GetPayloadText());
    }

    [Fact]
    public async Task Push_AnsweredWithAnotherStatus_ThrowsWithStatusAndPayload()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, RoomClient room) = await JoinAsync(client);

        Task<Note> post = room.PostAsync(Hello);
        await connection.ExpectAsync("""["1","2","room:a","note",{"text":"hello"}]""");
        connection.Send("""["1","2","room:a","phx_reply",{"status":"later","response":{"text":"soon"}}]""");

        UnknownStatusException exception = await Assert.ThrowsAsync<UnknownStatusException>(() => post.Within());
        Assert.Equal(ChannelErrorReason.UnknownStatus, exception.Reason);
        Assert.Equal("""later {"text":"soon"}""", exception.Reply.ToString());
    }

    [Fact]
    public async Task Event_Typed_ReachesHandlersAndAnUnreadableOneIsLogged()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, RoomClient room) = await JoinAsync(client);
        var seen = new List<Note>();
        using IDisposable subscription = room.Noted.Add(seen.Add);

        connection.Send(
            """[null,null,"room:a","noted",[1]]""",
            """[null,null,"room:a","noted",{"text":"a"}]""",
            """["1","1","room:a","phx_close",{}]""");
        await room.Closed.Within();

        Assert.Equal([new Note("a")], seen);
        Assert.True(client.Log.Has(220));
    }

    [Fact]
    public async Task Handler_DisposedWhileAnotherOneRuns_IsNotCalled()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, RoomClient room) = await JoinAsync(client);
        var entered = new TaskCompletionSource();
        var gate = new TaskCompletionSource();
        var seen = new List<string>();
        using IDisposable first = room.Noted.Add(async note =>
        {
            seen.Add("first");
            _ = entered.TrySetResult();
            await gate.Task;
        });
        IDisposable second = room.Noted.Add(note => seen.Add("second"));
        using IDisposable third = room.Noted.Add(note => seen.Add("third"));

        connection.Send("""[null,null,"room:a","noted",{"text":"a"}]""", """["1","1","room:a","phx_close",{}]""");
        await entered.Task.Within();
        second.Dispose();
        gate.SetResult();
        await room.Closed.Within();

        Assert.Equal(["first", "third"], seen);
    }

    [Fact]
    public async Task Stream_ServerClosesChannel_HoldsEveryEventBeforeTheCloseAndEnds()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, RoomClient room) = await JoinAsync(client);
        IAsyncEnumerator<Note> notes = room.Noted.ReadAllAsync(room.Closed, 16, BoundedChannelFullMode.Wait).GetAsyncEnumerator();
        ValueTask<bool> next = notes.MoveNextAsync();

        connection.Send(
            """[null,null,"room:a","noted",{"text":"1"}]""",
            """[null,null,"room:a","noted",{"text":"2"}]""",
            """["1","1","room:a","phx_close",{}]""");

        var seen = new List<string>();
        while (await next.Within())
        {
            seen.Add(notes.Current.Text);
            next = notes.MoveNextAsync();
        }

        Assert.Equal(["1", "2"], seen);
        await notes.DisposeAsync();
    }

    [Fact]
    public async Task Rejoined_Typed_GetsTheDeclaredOutcome()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, RoomClient room) = await JoinAsync(client);
        var outcome = new TaskCompletionSource<Reply<Empty, Refusal>>();
        using IDisposable subscription = room.OnRejoined(outcome.SetResult);

        connection.Drop();
        connection = await client.ReconnectAsync();
        await connection.AcceptJoinAsync(2, payload: """{"text":"hello"}""");

        Assert.True((await outcome.Task.Within()).IsOk);
    }

    private static async Task<(ScriptedConnection Connection, RoomClient Room)> JoinAsync(TestClient client)
    {
        var room = new RoomClient(client.CreateChannel());
        Task join = room.JoinAsync(Hello);
        ScriptedConnection connection = await client.Server.AcceptAsync();
        await connection.AcceptJoinAsync(1, payload: """{"text":"hello"}""");
        await join.Within();
        return (connection, room);
    }
}
