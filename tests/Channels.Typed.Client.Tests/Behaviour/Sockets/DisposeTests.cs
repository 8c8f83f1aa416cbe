using Channels.Typed.Client.Tests.Fixture;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Tests.Behaviour.Sockets;

public sealed class DisposeTests
{
    [Fact]
    public async Task Socket_NeverConnected_Disposes()
    {
        var client = new TestClient();

        await client.DisposeAsync().Within();
        await client.DisposeAsync().Within();

        Assert.Equal(SocketState.Closed, client.Socket.State);
        Assert.Equal(SocketStateReason.Disposed, (await client.ChangeAsync()).Reason);
    }

    [Fact]
    public async Task Socket_Connecting_DisposesAndFailsWhatWaits()
    {
        var client = new TestClient();
        Task connected = client.Socket.ConnectAsync();
        IClientChannel channel = client.CreateChannel();
        Task<ReplyFrame> join = channel.JoinAsync();
        _ = await client.Server.AttemptAsync();

        await client.DisposeAsync().Within();

        _ = await Assert.ThrowsAsync<ObjectDisposedException>(() => connected.Within());
        Assert.Equal(ChannelErrorReason.Closed, await ChannelCalls.ReasonOf(join));
        await channel.Closed.Within();
    }

    [Fact]
    public async Task Socket_BetweenAttempts_Disposes()
    {
        var client = new TestClient();
        _ = client.CreateChannel().JoinAsync();
        await client.Server.RefuseAsync();
        await client.Time.TimerAsync(TimeSpan.FromMilliseconds(10));

        await client.DisposeAsync().Within();

        client.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(client.Server.HasAttempt);
    }

    [Fact]
    public async Task Socket_Connected_ClosesWithACloseFrameAndFailsPushesWithClosed()
    {
        var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        Task<ReplyFrame> push = channel.PushAsync();
        await connection.ExpectAsync("""["1","2","room:a","ping",{}]""");

        await client.DisposeAsync().Within();

        await connection.Closed;
        await connection.Aborted;
        Assert.Equal(ChannelErrorReason.Closed, await ChannelCalls.ReasonOf(push));
        await channel.Closed.Within();
        Assert.Equal(ChannelState.Closed, channel.State);
    }

    [Fact]
    public async Task Socket_Leaving_Disposes()
    {
        var client = new TestClient();
        (_, IClientChannel channel) = await client.JoinAsync();
        Task leave = channel.LeaveAsync(null, default);

        await client.DisposeAsync().Within();

        await leave.Within();
    }

    [Fact]
    public async Task Socket_Disposed_RefusesFurtherUse()
    {
        var client = new TestClient();
        IClientChannel channel = client.CreateChannel();
        await client.DisposeAsync();

        _ = await Assert.ThrowsAsync<ObjectDisposedException>(() => client.Socket.ConnectAsync());
        _ = Assert.Throws<ObjectDisposedException>(() => client.CreateChannel());
        _ = await Assert.ThrowsAsync<ObjectDisposedException>(() => channel.JoinAsync());
        await client.Socket.DisconnectAsync().Within();
        await channel.Closed.Within();
    }

    [Fact]
    public async Task Socket_DisposedByManyAtOnce_DisposesOnce()
    {
        var client = new TestClient();
        (ScriptedConnection connection, _) = await client.JoinAsync();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => client.Socket.DisposeAsync().AsTask()))).Within();

        await connection.Aborted;
    }

    [Fact]
    public async Task Channel_Joined_LeavesWithoutWaiting()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();

        await channel.DisposeAsync().Within();
        await channel.DisposeAsync().Within();

        await connection.ExpectAsync("""["1","2","room:a","phx_leave",{}]""");
        await channel.Closed.Within();
        await connection.ExpectNothingElseAsync(client, 3);
    }

    [Fact]
    public async Task ChannelThenSocket_Disposed_StillSendsTheLeave()
    {
        var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();

        await channel.DisposeAsync().Within();
        await client.DisposeAsync().Within();

        await connection.ExpectAsync("""["1","2","room:a","phx_leave",{}]""");
    }

    [Fact]
    public async Task Channel_WaitingToRejoin_DisposesAndDoesNotRejoin()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        connection.Send("""["1","1","room:a","phx_error",{}]""");
        await client.Time.TimerAsync(TimeSpan.FromSeconds(1));

        await channel.DisposeAsync().Within();

        client.Time.Advance(TimeSpan.FromSeconds(20));
        await connection.ExpectNothingElseAsync(client, 2);
    }

    [Fact]
    public async Task Channel_HandlerRuns_WaitsForItAndDropsTheRest()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        var entered = new TaskCompletionSource();
        var gate = new TaskCompletionSource();
        var seen = new List<string>();
        _ = channel.On("posted", async payload =>
        {
            _ = entered.TrySetResult();
            await gate.Task;
            seen.Add(payload);
        });
        connection.Send("""[null,null,"room:a","posted",1]""", """[null,null,"room:a","posted",2]""");
        await entered.Task.Within();

        Task disposed = channel.DisposeAsync().AsTask();
        Assert.False(disposed.IsCompleted);
        gate.SetResult();

        await disposed.Within();
        Assert.Equal(["1"], seen);
    }

    [Fact]
    public async Task Channel_DisposedByItsOwnHandler_DoesNotWaitForItself()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        var disposed = new TaskCompletionSource();
        _ = channel.On("posted", async (string _) =>
        {
            await channel.DisposeAsync();
            disposed.SetResult();
        });

        connection.Send("""[null,null,"room:a","posted",1]""");

        await disposed.Task.Within();
        await channel.Closed.Within();
    }

    [Fact]
    public async Task Socket_DisposedByAHandler_DoesNotWaitForIt()
    {
        var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        var disposed = new TaskCompletionSource();
        _ = channel.On("posted", async (string _) =>
        {
            await client.DisposeAsync();
            disposed.SetResult();
        });

        connection.Send("""[null,null,"room:a","posted",1]""");

        await disposed.Task.Within();
    }
}
