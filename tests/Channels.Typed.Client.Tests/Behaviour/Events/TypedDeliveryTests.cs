using System.Threading.Channels;
using Channels.Typed.Client.Tests.Fixture;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Tests.Behaviour.Events;

/// <summary>How the events of a typed client come to its handlers and streams.</summary>
public sealed class TypedDeliveryTests
{
    [Fact]
    public async Task Payload_IsReadOnceForAllHandlers()
    {
        await using var client = new TestClient();
        var room = new RoomClient(client.CreateChannel());
        var received = new List<Note>();
        using IDisposable first = room.Noted.Add(received.Add);
        using IDisposable second = room.Noted.Add(received.Add);

        await RaiseAndCloseAsync(client, room, "a");

        Assert.Equal(2, received.Count);
        Assert.Same(received[0], received[1]);
    }

    [Fact]
    public async Task FailingHandler_IsLoggedAndDoesNotStopTheOthers()
    {
        await using var client = new TestClient();
        var room = new RoomClient(client.CreateChannel());
        var received = new List<string>();
        using IDisposable first = room.Noted.Add((Action<Note>)(_ => throw new ArithmeticException()));
        using IDisposable second = room.Noted.Add((Func<Note, ValueTask>)(_ => ValueTask.FromException(new FormatException())));
        using IDisposable third = room.Noted.Add(note => received.Add(note.Text));

        await RaiseAndCloseAsync(client, room, "a", "b");

        Assert.Equal(["a", "b"], received);
        Assert.True(client.Log.Has(220));
    }

    // Catalogue row 231: a handler that is added during a delivery gets the next event. A handler that is removed is not called any more.
    [Fact]
    public async Task HandlersChangedDuringADelivery_RemovedAreNotCalled_AddedGetTheNextEvent()
    {
        await using var client = new TestClient();
        var room = new RoomClient(client.CreateChannel());
        var received = new List<string>();
        IDisposable? second = null;
        using IDisposable first = room.Noted.Add(async note =>
        {
            received.Add("first " + note.Text);
            second?.Dispose();
            await Task.Yield();
            if (note.Text == "a")
            {
                room.Noted.Add(late => received.Add("late " + late.Text));
            }
        });
        second = room.Noted.Add(note => received.Add("second " + note.Text));

        await RaiseAndCloseAsync(client, room, "a", "b");

        Assert.Equal(["first a", "first b", "late b"], received);
    }

    [Fact]
    public async Task UnreadablePayload_IsLoggedOnce_AndReachesNoTypedHandler()
    {
        await using var client = new TestClient();
        IClientChannel channel = client.CreateChannel();
        var room = new RoomClient(channel);
        var received = new List<string>();
        using IDisposable first = room.Noted.Add(note => received.Add("first " + note.Text));
        using IDisposable second = room.Noted.Add(note => received.Add("second " + note.Text));
        using IDisposable all = channel.On("noted", payload => received.Add("raw " + payload));
        ScriptedConnection connection = await JoinAsync(client, room);

        connection.Send("""["1",null,"room:a","noted",{"text":7}]""");
        await channel.CloseAndDrainAsync(connection, 1);

        Assert.Equal(["raw {\"text\":7}"], received);
        Assert.Equal(1, client.Log.Count(220));
    }

    [Fact]
    public async Task StreamMadeBeforeTheJoin_GetsTheEventBehindTheReply()
    {
        await using var client = new TestClient();
        var room = new RoomClient(client.CreateChannel());
        EventStream<Note> stream = room.Noted.ReadAllAsync(room.Closed, 4, BoundedChannelFullMode.Wait, CancellationToken.None);

        await RaiseAndCloseAsync(client, room, "a", "b");

        var read = new List<string>();
        await foreach (Note note in stream)
        {
            read.Add(note.Text);
        }

        Assert.Equal(["a", "b"], read);
    }

    [Fact]
    public async Task Streams_DoNotUseTheCallbackContext()
    {
        var context = new ManualContext();
        await using var client = new TestClient(options => options.CallbackContext = context);
        UntypedChannelClient untyped = client.Socket.Channel("room:b");
        var room = new RoomClient(client.CreateChannel());
        EventStream<Note> notes = room.Noted.ReadAllAsync(room.Closed, 4, BoundedChannelFullMode.Wait, CancellationToken.None);
        EventStream<ChannelStateChange> states = room.ReadStateChangesAsync(CancellationToken.None);
        using EventStream<ChannelEvent> events = untyped.ReadEventsAsync(cancellationToken: CancellationToken.None);
        Task<PushReply> join = untyped.JoinAsync(cancellationToken: CancellationToken.None);
        ScriptedConnection connection = await client.Server.AcceptAsync();
        await connection.AcceptJoinAsync(1, "room:b");
        _ = await join.Within();
        Task<Reply<Empty, Refusal>> joinRoom = room.JoinAsync(new Note("hi"));
        await connection.AcceptJoinAsync(2, payload: """{"text":"hi"}""");
        _ = await joinRoom.Within();
        connection.Send("""["1",null,"room:b","noted",{"text":"b"}]""", """["2",null,"room:a","noted",{"text":"a"}]""");

        await using IAsyncEnumerator<Note> note = notes.GetAsyncEnumerator(TestContext.Current.CancellationToken);
        await using IAsyncEnumerator<ChannelStateChange> state = states.GetAsyncEnumerator(TestContext.Current.CancellationToken);
        await using IAsyncEnumerator<ChannelEvent> any = events.GetAsyncEnumerator(TestContext.Current.CancellationToken);

        Assert.True(await note.MoveNextAsync().AsTask().Within()); // The context runs nothing.
        Assert.True(await state.MoveNextAsync().AsTask().Within());
        Assert.True(await any.MoveNextAsync().AsTask().Within());
        Assert.Equal(("a", ChannelState.Joining, "noted"), (note.Current.Text, state.Current.State, any.Current.Name));
    }

    private static async Task<ScriptedConnection> JoinAsync(TestClient client, RoomClient room)
    {
        Task<Reply<Empty, Refusal>> join = room.JoinAsync(new Note("hi"));
        ScriptedConnection connection = await client.Server.AcceptAsync();
        await connection.AcceptJoinAsync(1, payload: """{"text":"hi"}""");
        _ = await join.Within();
        return connection;
    }

    private static async Task RaiseAndCloseAsync(TestClient client, RoomClient room, params string[] texts)
    {
        ScriptedConnection connection = await JoinAsync(client, room);
        foreach (string text in texts)
        {
            connection.Send($$"""["1",null,"room:a","noted",{"text":"{{text}}"}]""");
        }

        connection.Send("""["1","1","room:a","phx_close",{}]""");
        await room.Closed.Within();
    }
}
