using System.Threading.Channels;
using Channels.Typed.Client.Tests.Fixture;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Tests.Behaviour.Events;

public sealed class EventTests
{
    [Fact]
    public async Task Events_OfOneChannel_AreHandledOneAtATimeInWireOrder()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        var seen = new List<string>();
        int running = 0;
        async ValueTask Handle(string payload)
        {
            Assert.Equal(1, Interlocked.Increment(ref running));
            await Task.Yield();
            seen.Add(payload);
            _ = Interlocked.Decrement(ref running);
        }

        using IDisposable first = channel.On("posted", Handle);
        using IDisposable second = channel.On("typing", Handle);
        for (int i = 0; i < 50; i++)
        {
            connection.Send($$"""[null,null,"room:a","{{(i % 2 == 0 ? "posted" : "typing")}}",{{i}}]""");
        }

        await channel.CloseAndDrainAsync(connection, 1);
        Assert.Equal(Enumerable.Range(0, 50).Select(static i => $"{i}"), seen);
    }

    [Fact]
    public async Task Event_PushedOrBroadcast_ReachesEveryHandlerAndNoOtherEvents()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        var seen = new List<string>();
        using IDisposable first = channel.On("posted", payload => seen.Add("1" + payload));
        using IDisposable second = channel.On("posted", payload => seen.Add("2" + payload));
        using IDisposable third = channel.On("typing", payload => seen.Add("3" + payload));

        connection.Send(
            """["1",null,"room:a","posted",{"a":1}]""", """[null,null,"room:b","posted",{}]""", """[null,null,"room:a","other",{}]""");

        await channel.CloseAndDrainAsync(connection, 1);
        Assert.Equal(["""1{"a":1}""", """2{"a":1}"""], seen);
    }

    [Fact]
    public async Task Event_WithStaleJoinRef_IsDropped()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        var seen = new List<string>();
        using IDisposable subscription = channel.On("posted", seen.Add);
        connection.Drop();
        connection = await client.ReconnectAsync();
        await connection.AcceptJoinAsync(2, payload: """{"p":1}""");

        connection.Send(
            """["1",null,"room:a","posted",{"n":1}]""",
            """["1","1","room:a","phx_close",{}]""",
            """["1","1","room:a","phx_error",{}]""",
            """["2",null,"room:a","posted",{"n":2}]""");

        await channel.CloseAndDrainAsync(connection, 2);
        Assert.Equal(["""{"n":2}"""], seen);
    }

    [Fact]
    public async Task Handler_Throws_IsLogged_AndOtherHandlersRun()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        var seen = new List<string>();
        using IDisposable first = channel.On("posted", static (string _) => throw new InvalidOperationException("handler"));
        using IDisposable second = channel.On("posted", seen.Add);

        connection.Send("""[null,null,"room:a","posted",1]""", """[null,null,"room:a","posted",2]""");

        await channel.CloseAndDrainAsync(connection, 1);
        Assert.Equal(["1", "2"], seen);
        Assert.True(client.Log.Has(220));
    }

    [Fact]
    public async Task Handler_AwaitsAPush_GetsItsReply()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        var reply = new TaskCompletionSource<string>();
        using IDisposable subscription = channel.On("posted", async (string _) => reply.SetResult((await channel.PushAsync()).Text()));

        connection.Send("""[null,null,"room:a","posted",{}]""", """[null,null,"room:a","posted2",{}]""");
        await connection.ExpectAsync("""["1","2","room:a","ping",{}]""");
        connection.SendOk(1, 2);

        Assert.Equal("ok {}", await reply.Task.Within());
    }

    [Fact]
    public async Task Handler_Disposed_IsNotCalledForEventsThatWait()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        var entered = new TaskCompletionSource();
        var gate = new TaskCompletionSource();
        var seen = new List<string>();
        IDisposable disposed = channel.On("posted", async payload =>
        {
            seen.Add(payload);
            entered.SetResult();
            await gate.Task;
        });
        connection.Send("""[null,null,"room:a","posted",1]""", """[null,null,"room:a","posted",2]""");
        await entered.Task.Within();

        disposed.Dispose();
        gate.SetResult();

        await channel.CloseAndDrainAsync(connection, 1);
        Assert.Equal(["1"], seen);
    }

    [Fact]
    public async Task SlowHandler_DelaysOnlyItsOwnChannel()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel slow) = await client.JoinAsync();
        IClientChannel quick = client.CreateChannel("room:b");
        Task<ReplyFrame> join = quick.JoinAsync();
        await connection.AcceptJoinAsync(2, "room:b");
        _ = await join.Within();
        var gate = new TaskCompletionSource();
        using IDisposable first = slow.On("posted", (string _) => new ValueTask(gate.Task));
        var seen = new TaskCompletionSource();
        using IDisposable second = quick.On("posted", (string _) => seen.SetResult());

        connection.Send("""[null,null,"room:a","posted",{}]""", """[null,null,"room:b","posted",{}]""");

        await seen.Task.Within();
        gate.SetResult();
    }

    [Fact]
    public async Task SlowHandler_QueueFull_ReadingWaitsAndNothingIsLost()
    {
        await using var client = new TestClient(options => options.EventQueueCapacity = 2);
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        var gate = Channel.CreateUnbounded<int>();
        var seen = new List<string>();
        using IDisposable subscription = channel.On("posted", async payload =>
        {
            _ = await gate.Reader.ReadAsync();
            seen.Add(payload);
        });
        for (int i = 0; i < 10; i++)
        {
            connection.Send($$"""[null,null,"room:a","posted",{{i}}]""");
        }

        // The reply comes after events for which the queue has no space yet.
        Task<ReplyFrame> push = channel.PushAsync();
        await connection.ExpectAsync("""["1","2","room:a","ping",{}]""");
        connection.SendOk(1, 2);
        Assert.False(push.IsCompleted);
        for (int i = 0; i < 10; i++)
        {
            Assert.True(gate.Writer.TryWrite(i));
        }

        Assert.Equal("ok {}", (await push.Within()).Text());
        await channel.CloseAndDrainAsync(connection, 1);
        Assert.Equal(Enumerable.Range(0, 10).Select(static i => $"{i}"), seen);
    }

    [Fact]
    public async Task Rejoined_ComesBeforeTheEventsOfTheNewJoin()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        var seen = new List<string>();
        using IDisposable first = channel.On("posted", seen.Add);
        using IDisposable second = channel.OnRejoined(reply =>
        {
            seen.Add(reply.Text());
            return default;
        });
        connection.Send("""[null,null,"room:a","posted",1]""", """["1","1","room:a","phx_error",{}]""");
        await client.Time.RunTimerAsync(TimeSpan.FromSeconds(1));
        await connection.AcceptJoinAsync(2, payload: """{"p":1}""", response: "2");
        connection.Send("""["2",null,"room:a","posted",3]""");

        await channel.CloseAndDrainAsync(connection, 2);
        Assert.Equal(["1", "ok 2", "3"], seen);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("""["1","2","room:a"]""")]
    [InlineData("""["1","1","room:a","phx_reply",3]""")]
    [InlineData("""["1","1","room:a","phx_reply",{"response":{}}]""")]
    [InlineData("""["1","1","room:a","phx_reply",{"response":{},"status":"\ud800"}]""")]
    public async Task Frame_Malformed_IsLoggedAndDropped(string frame)
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();

        connection.Send(frame);

        Task<ReplyFrame> push = channel.PushAsync();
        connection.SendOk(1, 2);
        _ = await push.Within();
        Assert.True(client.Log.Has(204));
    }

    [Fact]
    public async Task Frame_UnusualButValid_IsIgnored()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();

        connection.Send(
            """[null,null,5,"posted",{}]""",
            """[null,null,"room:a",7,{}]""",
            """[{"a":1},null,"room:a","posted",{}]""",
            """["1",{"a":1},"room:a","phx_reply",{"response":{},"status":"ok"}]""");

        Task<ReplyFrame> push = channel.PushAsync();
        connection.SendOk(1, 2);
        _ = await push.Within();
    }

    // An event keeps its place in the order even if the queue has no space for it.
    [Fact]
    public async Task QueueFull_StateChange_DoesNotOvertakeEvents()
    {
        await using var client = new TestClient(options => options.EventQueueCapacity = 1);
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        var received = new List<string>();
        var go = new TaskCompletionSource();
        var began = new TaskCompletionSource();
        var errored = new TaskCompletionSource();
        _ = channel.On("note", async payload =>
        {
            began.TrySetResult();
            await go.Task;
            received.Add(payload);
        });
        _ = channel.OnStateChanged(change =>
        {
            received.Add($"{change.State}");
            errored.SetResult();
            return default;
        });
        connection.Send("""["1",null,"room:a","note",{"n":1}]""");
        await began.Task.Within();
        connection.Send("""["1",null,"room:a","note",{"n":2}]""", """["1",null,"room:a","note",{"n":3}]""");
        await Waiting.UntilAsync(() => client.Socket.Engine.Connection?.IsHeldUp == true);
        Task disconnected = client.Socket.DisconnectAsync(TestContext.Current.CancellationToken);
        go.SetResult();
        await errored.Task.Within();
        await disconnected.Within();

        Assert.Equal(["""{"n":1}""", """{"n":2}""", """{"n":3}""", "Errored"], received);
    }

    // The event that was queued beyond the capacity does not release a slot, because it had none.
    [Fact]
    public async Task ConnectionLost_WhileTheQueueIsFull_CapacityIsUnchanged()
    {
        await using var client = new TestClient(options => options.EventQueueCapacity = 1);
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        int count = 0;
        TaskCompletionSource go = new();
        _ = channel.On("note", async payload =>
        {
            Interlocked.Increment(ref count);
            await Volatile.Read(ref go).Task;
        });
        connection.Send("""["1",null,"room:a","note",{}]""");
        await Waiting.UntilAsync(() => Volatile.Read(ref count) == 1);
        connection.Send([.. Enumerable.Repeat("""["1",null,"room:a","note",{}]""", 2)]);
        await Waiting.UntilAsync(() => client.Socket.Engine.Connection?.IsHeldUp == true);
        Task disconnected = client.Socket.DisconnectAsync(TestContext.Current.CancellationToken);
        await client.Time.RunTimerAsync(TimeSpan.FromSeconds(2)); // The reader does not reach the reply to the close frame.
        await disconnected.Within();
        Interlocked.Exchange(ref go, new TaskCompletionSource()).SetResult();
        await Waiting.UntilAsync(() => Volatile.Read(ref count) == 2);
        Interlocked.Exchange(ref go, new TaskCompletionSource()).SetResult();
        await Waiting.UntilAsync(() => Volatile.Read(ref count) == 3);
        connection = await client.ConnectAsync();
        await connection.AcceptJoinAsync(2, payload: """{"p":1}""");

        // The third event is still in its handler. One more fits in the queue, the next one waits for space, and the last one is not read.
        connection.Send([.. Enumerable.Repeat("""["2",null,"room:a","note",{}]""", 3)]);
        await Waiting.UntilAsync(() => client.Socket.Engine.Connection?.IsHeldUp == true);

        Assert.Equal(1, connection.Unread);
        go.SetResult();
        await channel.CloseAndDrainAsync(connection, 2);
        Assert.Equal(6, count);
    }
}
