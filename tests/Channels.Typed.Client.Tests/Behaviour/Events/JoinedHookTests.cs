using Channels.Typed.Client.Tests.Fixture;

namespace Channels.Typed.Client.Tests.Behaviour.Events;

/// <summary><c>OnJoined</c>: every successful join, in order with the events.</summary>
public sealed class JoinedHookTests
{
    [Fact]
    public async Task FirstJoinAndRejoin_ComeBeforeTheirEvents_WhichWaitForTheHook()
    {
        await using var client = new TestClient();
        UntypedChannelClient channel = client.Socket.Channel("room:a");
        var received = new List<string>();
        var hookBegan = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        using IDisposable events = channel.On("note", payload => received.Add($"event {payload}"));
        using IDisposable joins = channel.OnJoined(async joined =>
        {
            received.Add($"joined {joined.Reply} {joined.IsRejoin}");
            hookBegan.TrySetResult();
            await go.Task;
            received.Add("loaded");
        });
        Task<PushReply> join = channel.JoinAsync(cancellationToken: CancellationToken.None);
        ScriptedConnection connection = await client.Server.AcceptAsync();
        await connection.AcceptJoinAsync(1, response: """{"n":1}""");
        connection.Send("""["1",null,"room:a","note",{"n":2}]""");
        await hookBegan.Task.Within();
        _ = await join.Within(); // JoinAsync does not wait for the hook.

        go.SetResult();
        connection.Drop();
        connection = await client.ReconnectAsync();
        await connection.AcceptJoinAsync(2, response: """{"n":3}""");
        connection.Send("""["2",null,"room:a","note",{"n":4}]""", """["2","2","room:a","phx_close",{}]""");
        await channel.Closed.Within();

        Assert.Equal(
            [
                """joined {"n":1} False""", "loaded", """event {"n":2}""",
                """joined {"n":3} True""", "loaded", """event {"n":4}""",
            ],
            received);
    }

    [Fact]
    public async Task RefusedJoin_DoesNotCallTheHook()
    {
        await using var client = new TestClient();
        UntypedChannelClient channel = client.Socket.Channel("room:a");
        var received = new List<bool>();
        using IDisposable joins = channel.OnJoined(joined => received.Add(joined.IsRejoin));
        Task<PushReply> join = channel.JoinAsync(cancellationToken: CancellationToken.None);
        ScriptedConnection connection = await client.Server.AcceptAsync();
        await connection.ExpectAsync("""["1","1","room:a","phx_join",{}]""");
        connection.Send("""["1","1","room:a","phx_reply",{"status":"error","response":{}}]""");
        Assert.True((await join.Within()).IsError);

        join = channel.JoinAsync(cancellationToken: CancellationToken.None);
        await connection.AcceptJoinAsync(2);
        _ = await join.Within();
        connection.Send("""["2","2","room:a","phx_close",{}]""");
        await channel.Closed.Within();

        Assert.Equal([false], received);
    }

    [Fact]
    public async Task TypedHook_RunsOnTheContext_WithTheReadReply()
    {
        using var context = new SingleThreadContext();
        await using var client = new TestClient(options => options.CallbackContext = context);
        var room = new RoomClient(client.CreateChannel());
        var received = new List<string>();
        using IDisposable joins = room.OnJoined(async joined =>
        {
            bool before = context.IsCurrentThread;
            await Task.Yield();
            received.Add($"{joined.IsRejoin} {before} {context.IsCurrentThread}");
        });
        Task<Reply<Empty, Refusal>> join = room.JoinAsync(new Note("hi"));
        ScriptedConnection connection = await client.Server.AcceptAsync();
        await connection.AcceptJoinAsync(1, payload: """{"text":"hi"}""");
        _ = await join.Within();
        connection.Send("""["1","1","room:a","phx_close",{}]""");
        await room.Closed.Within();

        Assert.Equal(["False True True"], received);
    }

    // Overload resolution: nothing asynchronous becomes async void.
    [Fact]
    public async Task AsynchronousHooks_OfAllThreeKinds_AreAwaited()
    {
        await using var client = new TestClient();
        UntypedChannelClient channel = client.Socket.Channel("room:a");
        var received = new List<string>();
        using IDisposable lambda = channel.On("note", async payload => await WriteLaterAsync("lambda"));
        using IDisposable task = channel.On("note", payload => WriteLaterAsync("task"));
        using IDisposable valueTask = channel.On("note", payload => new ValueTask(WriteLaterAsync("value task")));
        using IDisposable action = channel.On("note", payload => received.Add("action"));
        using IDisposable closedLambda = channel.OnClosed(async change => await WriteLaterAsync("closed lambda"));
        using IDisposable closedTask = channel.OnClosed(change => WriteLaterAsync("closed task"));
        using IDisposable stateTask = channel.OnStateChanged(change => WriteLaterAsync($"{change.State}"));
        Task<PushReply> join = channel.JoinAsync(cancellationToken: CancellationToken.None);
        ScriptedConnection connection = await client.Server.AcceptAsync();
        await connection.AcceptJoinAsync(1);
        _ = await join.Within();
        connection.Send("""["1",null,"room:a","note",{}]""", """["1","1","room:a","phx_close",{}]""");
        await channel.Closed.Within();

        Assert.Equal(
            ["Joining", "Joined", "lambda", "task", "value task", "action", "closed lambda", "closed task", "Closed"], received);

        async Task WriteLaterAsync(string line)
        {
            await Task.Yield();
            received.Add(line);
        }
    }
}
