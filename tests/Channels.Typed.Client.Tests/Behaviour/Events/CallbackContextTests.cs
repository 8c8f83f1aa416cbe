using Channels.Typed.Client.Tests.Fixture;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Tests.Behaviour.Events;

public sealed class CallbackContextTests
{
    [Fact]
    public async Task Default_NoContextIsCaptured()
    {
        await using var client = new TestClient();
        var context = new ForbiddenContext();
        var received = new List<string>();
        ChannelSocket socket = client.Socket;
        var room = new RoomClient(context.Call(() => socket.CreateChannel("room:a")));
        using IDisposable events = context.Call(() => room.Noted.Add(note => received.Add(note.Text)));
        using IDisposable states = context.Call(() => room.OnStateChanged(change => received.Add($"{change.State}")));

        Task connected = context.Call(() => socket.ConnectAsync());
        ScriptedConnection connection = await client.Server.AcceptAsync();
        await connected.Within();
        Task<Reply<Empty, Refusal>> join = context.Call(() => room.JoinAsync(new Note("hi")));
        await connection.AcceptJoinAsync(1, payload: """{"text":"hi"}""");
        _ = await join.Within();
        connection.Send("""["1",null,"room:a","noted",{"text":"one"}]""");
        Task<Note> push = context.Call(() => room.PostAsync(new Note("two")));
        await connection.ExpectAsync("""["1","2","room:a","note",{"text":"two"}]""");
        connection.SendOk(1, 2, response: """{"text":"two"}""");
        _ = await push.Within();
        Task send = context.Call(() => room.TypingAsync());
        await connection.ExpectAsync("""["1","3","room:a","noreply",{}]""");
        await send.Within();
        Task leave = context.Call(() => room.LeaveAsync());
        await connection.ExpectAsync("""["1","4","room:a","phx_leave",{}]""");
        connection.SendOk(1, 4);
        await leave.Within();
        await room.Closed.Within();
        await context.Call(() => room.DisposeAsync()).Within();
        await context.Call(() => socket.DisconnectAsync()).Within();
        await context.Call(() => socket.DisposeAsync()).Within();

        Assert.Equal(["Joining", "Joined", "one", "Leaving", "Closed"], received);
        Assert.Equal(0, context.Uses);
    }

    [Fact]
    public async Task TwoAwaitingHandlersOfOneTypedEvent_BothRunOnTheContext()
    {
        using var context = new SingleThreadContext();
        await using var client = new TestClient(options => options.CallbackContext = context);
        var room = new RoomClient(client.CreateChannel());
        var received = new List<string>();
        using IDisposable first = room.Noted.Add(note => HandleAsync("first"));
        using IDisposable second = room.Noted.Add(note => HandleAsync("second"));
        Task<Reply<Empty, Refusal>> join = room.JoinAsync(new Note("hi"));
        ScriptedConnection connection = await client.Server.AcceptAsync();
        await connection.AcceptJoinAsync(1, payload: """{"text":"hi"}""");
        _ = await join.Within();

        connection.Send("""["1",null,"room:a","noted",{"text":"one"}]""", """["1","1","room:a","phx_close",{}]""");
        await room.Closed.Within();

        Assert.Equal(["first True True", "second True True"], received);

        async ValueTask HandleAsync(string which)
        {
            bool before = context.IsCurrentThread;
            await Task.Run(static () => { });
            received.Add($"{which} {before} {context.IsCurrentThread}");
        }
    }

    [Fact]
    public async Task Handlers_RunOnTheContextOneAtATimeAndInOrder()
    {
        using var context = new SingleThreadContext();
        await using var client = new TestClient(options => options.CallbackContext = context);
        UntypedChannelClient channel = client.Socket.Channel("room:a");
        var received = new List<string>();
        int running = 0;
        async ValueTask HearAsync(string what)
        {
            Assert.Equal(1, ++running);
            bool before = context.IsCurrentThread;
            await Task.Yield();
            received.Add($"{what} {before && context.IsCurrentThread}");
            running--;
        }

        using IDisposable events = channel.On("note", payload => HearAsync(payload.ToString()));
        using IDisposable states = channel.OnStateChanged(change => HearAsync($"{change.State}"));
        using IDisposable rejoins = channel.OnRejoined(reply => received.Add($"rejoined {context.IsCurrentThread}"));
        Task<PushReply> join = channel.JoinAsync();
        ScriptedConnection connection = await client.Server.AcceptAsync();
        await connection.AcceptJoinAsync(1);
        _ = await join.Within();
        connection.Send("""["1",null,"room:a","note",{"n":1}]""", """["1",null,"room:a","note",{"n":2}]""");
        connection.Drop();
        connection = await client.ReconnectAsync();
        await connection.AcceptJoinAsync(2);
        connection.Send("""["2","2","room:a","phx_close",{}]""");
        await channel.Closed.Within();

        Assert.Equal(
            [
                "Joining True", "Joined True", """{"n":1} True""", """{"n":2} True""", "Errored True", "Joining True", "Joined True",
                "rejoined True", "Closed True",
            ],
            received);
    }

    [Fact]
    public async Task StateChanged_IsRaisedOnTheContextInOrder()
    {
        using var context = new SingleThreadContext();
        await using var client = new TestClient(options => options.CallbackContext = context);
        var received = new List<string>();
        var closed = new TaskCompletionSource();
        client.Socket.StateChanged += (_, change) =>
        {
            received.Add($"{change.State} {context.IsCurrentThread}");
            if (change.State == SocketState.Closed)
            {
                closed.SetResult();
            }
        };

        _ = await client.ConnectAsync();
        await client.DisposeAsync();
        await closed.Task.Within();

        Assert.Equal(["Connecting True", "Connected True", "Closed True"], received);
    }

    [Fact]
    public async Task ContextThatNeverRuns_DoesNotDelayChannelDispose()
    {
        var context = new ManualContext();
        await using var client = new TestClient(options => options.CallbackContext = context);
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        int calls = 0;
        _ = channel.On("note", _ => calls++);
        connection.Send("""["1",null,"room:a","note",{}]""", """["1",null,"room:a","note",{}]""");
        await Waiting.UntilAsync(() => context.Count == 2); // The event and a change of the socket's state.

        await channel.DisposeAsync().Within();
        await client.DisposeAsync();
        context.RunAll();

        Assert.Equal(0, calls);
    }

    [Fact]
    public async Task ContextThatNeverRuns_DoesNotDelaySocketDispose()
    {
        var context = new ManualContext();
        await using var client = new TestClient(options =>
        {
            options.CallbackContext = context;
            options.EventQueueCapacity = 1;
        });
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        _ = channel.On("note", _ => { });
        for (int i = 0; i < 5; i++)
        {
            connection.Send("""["1",null,"room:a","note",{}]""");
        }


        // One event waits for the context, one is queued, and one waits for space in the queue.
        await Waiting.UntilAsync(() => connection.Unread == 2);
        ValueTask disposed = client.Socket.DisposeAsync();

        // The reply to the close frame comes after the events, which are not read, so the wait for it must time out.
        await client.Time.RunTimerAsync(TimeSpan.FromSeconds(2));
        await disposed.Within();
        await channel.DisposeAsync().Within();

        Assert.Equal(SocketState.Closed, client.Socket.State);
    }

    [Fact]
    public async Task SubscriptionDisposed_WhileItsCallWaitsForTheContext_NextEventIsDelivered()
    {
        var context = new ManualContext();
        await using var client = new TestClient(options => options.CallbackContext = context);
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        int before = context.Count;
        IDisposable first = channel.On("note", _ => { });
        connection.Send("""["1",null,"room:a","note",{}]""");
        await Waiting.UntilAsync(() => context.Count > before);
        var received = new List<string>();
        _ = channel.On("note", received.Add);
        before = context.Count;

        first.Dispose();
        connection.Send("""["1",null,"room:a","note",{"n":2}]""");
        await Waiting.UntilAsync(() => context.Count > before);
        context.RunAll();

        Assert.Equal(["""{"n":2}"""], received);
    }

    [Fact]
    public async Task HandlerOnTheContext_CanDisposeItsChannel()
    {
        using var context = new SingleThreadContext();
        await using var client = new TestClient(options => options.CallbackContext = context);
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        var disposed = new TaskCompletionSource<bool>();
        _ = channel.On("note", async _ =>
        {
            await channel.DisposeAsync();
            disposed.SetResult(context.IsCurrentThread);
        });

        connection.Send("""["1",null,"room:a","note",{}]""");

        Assert.True(await disposed.Task.Within());
    }

    [Fact]
    public async Task ContextThatThrows_IsLogged_AndTheChannelStillCloses()
    {
        var context = new ForbiddenContext();
        await using var client = new TestClient(options => options.CallbackContext = context);
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        _ = channel.On("note", _ => { });

        connection.Send("""["1",null,"room:a","note",{}]""");
        await channel.CloseAndDrainAsync(connection, 1);

        Assert.True(client.Log.Has(220));
        await Waiting.UntilAsync(() => client.Log.Has(206));
    }
}
