using Channels.Typed.Client.Tests.Fixture;
using Channels.Typed.Client.Transports;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Tests.Behaviour.Sockets;

/// <summary>The timeouts of JoinAsync and ConnectAsync run from the call, and name why there is no connection.</summary>
public sealed class CallTimeoutTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(300);

    [Fact]
    public async Task Join_ServerRefusesTheConnection_TimesOutWithTheHttpStatus()
    {
        await using var client = new TestClient();
        IClientChannel channel = client.CreateChannel();
        Task<ReplyFrame> join = channel.JoinAsync(timeout: Limit);
        await RefuseAsync(client, 403);

        client.Time.Advance(Limit);

        ChannelException e = await Assert.ThrowsAsync<ChannelException>(() => join.Within());
        AssertTimeout(e, 403);
        Assert.False(e.WasSent);
        Assert.Equal(ChannelState.Closed, channel.State);
        _ = await client.ChangeToAsync(SocketState.Disconnected);
    }

    [Fact]
    public async Task Join_TimesOutWithoutAnyAttempt_HasNoInnerException()
    {
        await using var client = new TestClient();
        Task<ReplyFrame> join = client.CreateChannel().JoinAsync(timeout: Limit);
        _ = await client.Server.AttemptAsync();

        client.Time.Advance(Limit);

        ChannelException e = await Assert.ThrowsAsync<ChannelException>(() => join.Within());
        Assert.Equal(ChannelErrorReason.Timeout, e.Reason);
        Assert.Null(e.InnerException);
    }

    [Fact]
    public async Task Join_ConnectionComesLate_TheTimeoutRunsFromTheCall()
    {
        await using var client = new TestClient();
        Task<ReplyFrame> join = client.CreateChannel().JoinAsync(timeout: TimeSpan.FromSeconds(4));
        ScriptedAttempt attempt = await client.Server.AttemptAsync();
        client.Time.Advance(TimeSpan.FromSeconds(3));
        ScriptedConnection connection = attempt.Accept();
        await connection.ExpectAsync("""["1","1","room:a","phx_join",{}]""");

        client.Time.Advance(TimeSpan.FromSeconds(1));

        ChannelException e = await Assert.ThrowsAsync<ChannelException>(() => join.Within());
        Assert.Equal(ChannelErrorReason.Timeout, e.Reason);
        Assert.True(e.WasSent);
        await connection.ExpectAsync("""["1","2","room:a","phx_leave",{}]""");
    }

    [Fact]
    public async Task Join_InfiniteTimeout_WaitsForTheConnection()
    {
        await using var client = new TestClient();
        Task<ReplyFrame> join = client.CreateChannel().JoinAsync(timeout: Timeout.InfiniteTimeSpan);
        await RefuseAsync(client, 403);

        await client.Time.TimerAsync(TimeSpan.FromMilliseconds(10));
        client.Time.Advance(TimeSpan.FromHours(1));

        await (await client.Server.AcceptAsync()).AcceptJoinAsync(1);
        Assert.Equal("ok {}", (await join.Within()).Text());
    }

    [Fact]
    public async Task Join_TimesOut_AttemptsContinueForAnotherJoin()
    {
        await using var client = new TestClient();
        Task<ReplyFrame> other = client.CreateChannel("room:b").JoinAsync();
        Task<ReplyFrame> join = client.CreateChannel().JoinAsync(timeout: Limit);
        ScriptedAttempt attempt = await client.Server.AttemptAsync();

        client.Time.Advance(Limit);

        Assert.Equal(ChannelErrorReason.Timeout, await ChannelCalls.ReasonOf(join));
        await attempt.Accept().AcceptJoinAsync(1, "room:b");
        _ = await other.Within();
    }

    [Fact]
    public async Task Connect_WithTimeout_ServerRefuses_FailsWithTheHttpStatus()
    {
        await using var client = new TestClient();
        Task connected = client.Socket.ConnectAsync(Limit);
        await RefuseAsync(client, 401);

        client.Time.Advance(Limit);

        AssertTimeout(await Assert.ThrowsAsync<ChannelException>(() => connected.Within()), 401);
        Assert.Equal(SocketState.Disconnected, client.Socket.State);
    }

    [Fact]
    public async Task Connect_WithTimeoutOutOfRange_Throws()
    {
        await using var client = new TestClient();

        _ = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => client.Socket.ConnectAsync(TimeSpan.Zero));

        Assert.Equal(SocketState.Disconnected, client.Socket.State);
    }

    private static async Task RefuseAsync(TestClient client, int status)
    {
        await client.Server.RefuseAsync(new ConnectRefusedException(status, new IOException()));
        while ((await client.ChangeAsync()).Reason != SocketStateReason.ConnectFailed)
        {
        }
    }

    private static void AssertTimeout(ChannelException e, int status)
    {
        Assert.Equal(ChannelErrorReason.Timeout, e.Reason);
        Assert.Contains($"HTTP status {status}", e.Message, StringComparison.Ordinal);
        Assert.Equal(status, Assert.IsType<ConnectRefusedException>(e.InnerException).Status);
    }
}
