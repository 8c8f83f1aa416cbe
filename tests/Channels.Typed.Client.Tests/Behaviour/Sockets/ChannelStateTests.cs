using Channels.Typed.Client.Tests.Fixture;

namespace Channels.Typed.Client.Tests.Behaviour.Sockets;

public sealed class ChannelStateTests
{
    // Catalogue 211, 213, 214.
    [Fact]
    public async Task Changes_FromJoinToClose_ComeInOrderWithReasonsAndReplies()
    {
        await using var client = new TestClient();
        UntypedChannelClient channel = client.Socket.Channel("room:a");
        var changes = new List<string>();
        using IDisposable subscription = channel.OnStateChanged(change => changes.Add($"{change} {change.Reply}".TrimEnd()));
        ScriptedConnection connection = await client.ConnectAsync();
        Task<PushReply> join = channel.JoinAsync();
        await connection.AcceptJoinAsync(1, response: """{"n":1}""");
        _ = await join.Within();

        connection.Drop();
        connection = await client.ReconnectAsync();
        await connection.AcceptJoinAsync(2, response: """{"n":2}""");
        connection.Send("""["2","2","room:a","phx_error",{}]""");
        await client.Time.RunTimerAsync(TimeSpan.FromSeconds(1));
        await connection.ExpectAsync("""["3","3","room:a","phx_join",{}]""");
        connection.SendError(3, 3, response: """{"reason":"full"}""");
        await client.Time.RunTimerAsync(TimeSpan.FromSeconds(2));
        await connection.AcceptJoinAsync(4);
        connection.Send("""["4","4","room:a","phx_close",{}]""");
        await channel.Closed.Within();

        Assert.Equal(
            [
                "Closed → Joining (Requested)",
                """Joining → Joined (Joined) ok {"n":1}""",
                "Joined → Errored (ConnectionLost)",
                "Errored → Joining (Rejoining)",
                """Joining → Joined (Rejoined) ok {"n":2}""",
                "Joined → Errored (Crashed)",
                "Errored → Joining (Rejoining)",
                """Joining → Errored (JoinRefused) error {"reason":"full"}""",
                "Errored → Joining (Rejoining)",
                "Joining → Joined (Rejoined) ok {}",
                "Joined → Closed (ClosedByServer)",
            ],
            changes);
    }

    [Fact]
    public async Task Hooks_ReceiveTheirKindOfChange()
    {
        await using var client = new TestClient();
        UntypedChannelClient channel = client.Socket.Channel("room:a");
        var received = new List<string>();
        using IDisposable joined = channel.OnJoined(change => received.Add($"joined {change.IsRejoin}"));
        var hasRejoined = new TaskCompletionSource();
        using IDisposable rejoined = channel.OnRejoined(reply =>
        {
            received.Add($"rejoined {reply}");
            hasRejoined.SetResult();
        });
        using IDisposable errored = channel.OnErrored(change => received.Add($"errored {change.Reason}"));
        using IDisposable closed = channel.OnClosed(change => received.Add($"closed {change.Reason}"));
        Task<PushReply> join = channel.JoinAsync();
        ScriptedConnection connection = await client.Server.AcceptAsync();
        await connection.AcceptJoinAsync(1);
        _ = await join.Within();

        connection.Drop();
        connection = await client.ReconnectAsync();
        await connection.AcceptJoinAsync(2, response: """{"n":2}""");
        await hasRejoined.Task.Within(); // A leave drops events that are not handled yet.
        Task leave = channel.LeaveAsync(TestContext.Current.CancellationToken);
        connection.SendOk(2, 3);
        await leave.Within();
        await channel.Closed.Within();

        Assert.Equal(["joined False", "errored ConnectionLost", "joined True", """rejoined ok {"n":2}""", "closed Left"], received);
    }

    [Fact]
    public async Task Stream_OfChanges_EndsWithTheChannel()
    {
        await using var client = new TestClient();
        UntypedChannelClient channel = client.Socket.Channel("room:a");
        IAsyncEnumerator<ChannelStateChange> changes =
            channel.ReadStateChangesAsync().GetAsyncEnumerator(TestContext.Current.CancellationToken);
        ValueTask<bool> next = changes.MoveNextAsync();
        Task<PushReply> join = channel.JoinAsync();
        ScriptedConnection connection = await client.Server.AcceptAsync();
        await connection.AcceptJoinAsync(1);
        _ = await join.Within();
        connection.Send("""["1","1","room:a","phx_close",{}]""");

        var seen = new List<ChannelState>();
        while (await next.Within())
        {
            seen.Add(changes.Current.State);
            next = changes.MoveNextAsync();
        }

        Assert.Equal([ChannelState.Joining, ChannelState.Joined, ChannelState.Closed], seen);
        await changes.DisposeAsync();
    }

    [Fact]
    public async Task Hook_LeavesAndJoinsAgain_ChangesOfBothJoinsAreReceived()
    {
        await using var client = new TestClient();
        UntypedChannelClient channel = client.Socket.Channel("room:a");
        var again = new TaskCompletionSource<PushReply>();
        using IDisposable subscription = channel.OnStateChanged(async change =>
        {
            if (change.State == ChannelState.Closed)
            {
                again.SetResult(await channel.JoinAsync());
            }
        });
        Task<PushReply> join = channel.JoinAsync();
        ScriptedConnection connection = await client.Server.AcceptAsync();
        await connection.AcceptJoinAsync(1);
        _ = await join.Within();

        connection.Send("""["1","1","room:a","phx_close",{}]""");
        await connection.AcceptJoinAsync(2, response: """{"n":2}""");

        Assert.Equal("""ok {"n":2}""", (await again.Task.Within()).ToString());
        Assert.Equal(ChannelState.Joined, channel.State);
    }
}
