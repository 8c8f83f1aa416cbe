using Channels.Typed.Client.Tests.Fixture;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Tests.Behaviour.Sockets;

public sealed class PushBufferTests
{
    [Fact]
    public async Task DropOldest_Full_TheOldestOfAnyChannelFailsAndTheNewestIsSent()
    {
        await using var client = new TestClient(
            options => (options.MaxPendingPushes, options.PushBufferFullMode) = (2, PushBufferFullMode.DropOldest));
        ScriptedConnection connection = await client.ConnectAsync();
        IClientChannel a = client.CreateChannel();
        IClientChannel b = client.CreateChannel("room:b");
        Task<ReplyFrame> joinA = a.JoinAsync();
        Task<ReplyFrame> joinB = b.JoinAsync();
        await connection.ExpectAsync("""["1","1","room:a","phx_join",{}]""", """["2","2","room:b","phx_join",{}]""");

        Task<ReplyFrame> oldest = a.PushAsync("""{"n":1}""");
        Task<ReplyFrame> second = b.PushAsync("""{"n":2}""");
        Task<ReplyFrame> third = b.PushAsync("""{"n":3}""");

        Assert.Equal(ChannelErrorReason.BufferFull, await ChannelCalls.ReasonOf(oldest));
        connection.SendOk(1, 1);
        connection.SendOk(2, 2, "room:b");
        await connection.ExpectAsync("""["2","3","room:b","ping",{"n":2}]""", """["2","4","room:b","ping",{"n":3}]""");
        connection.SendOk(2, 3, "room:b");
        connection.SendOk(2, 4, "room:b");
        _ = await Task.WhenAll(joinA, joinB, second, third).Within();
    }

    [Fact]
    public async Task Wait_Full_ThePushIsSentInOrderWhenThereIsRoom()
    {
        await using var client = new TestClient(
            options => (options.MaxPendingPushes, options.PushBufferFullMode) = (1, PushBufferFullMode.Wait));
        ScriptedConnection connection = await client.ConnectAsync();
        IClientChannel channel = client.CreateChannel();
        Task<ReplyFrame> join = channel.JoinAsync();
        Task[] pushes = [channel.SendAsync("""{"n":1}"""), channel.SendAsync("""{"n":2}"""), channel.SendAsync("""{"n":3}""")];

        await connection.AcceptJoinAsync(1);

        await connection.ExpectAsync(
            """["1","2","room:a","ping",{"n":1}]""", """["1","3","room:a","ping",{"n":2}]""", """["1","4","room:a","ping",{"n":3}]""");
        await Task.WhenAll(pushes).Within();
        _ = await join.Within();
    }

    /// <summary>After the connection is lost, the writer does not reach the queued pushes, nor those that get a slot later.</summary>
    [Fact]
    public async Task Wait_ConnectionLostWhileFull_NoSlotIsLost()
    {
        await using var client = new TestClient(
            options => (options.MaxPendingPushes, options.PushBufferFullMode) = (1, PushBufferFullMode.Wait));
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        connection.HoldWrites();
        Task writing = channel.SendAsync("""{"n":1}""");
        await connection.WriteHeld;
        Task<ReplyFrame> queued = channel.PushAsync("""{"n":2}""");
        Task<ReplyFrame> waiting = channel.PushAsync("""{"n":3}""");

        connection.Drop();

        Assert.Equal(ChannelErrorReason.Disconnected, await ChannelCalls.ReasonOf(writing));
        Assert.Equal(ChannelErrorReason.Disconnected, await ChannelCalls.ReasonOf(queued));
        Assert.Equal(ChannelErrorReason.Disconnected, await ChannelCalls.ReasonOf(waiting));
        Assert.Equal(0, client.Socket.Engine.Counts.Slots);
        ScriptedConnection next = await client.ReconnectAsync();
        await next.AcceptJoinAsync(5, payload: """{"p":1}""");
        Task<ReplyFrame> last = channel.PushAsync("""{"n":4}""");
        await next.ExpectAsync("""["5","6","room:a","ping",{"n":4}]""");
        next.SendOk(5, 6);
        _ = await last.Within();
    }

    [Fact]
    public async Task Wait_Full_ThePushTimesOutIsCanceledOrFailsWithItsChannel()
    {
        await using var client = new TestClient(
            options => (options.MaxPendingPushes, options.PushBufferFullMode) = (1, PushBufferFullMode.Wait));
        ScriptedConnection connection = await client.ConnectAsync();
        IClientChannel channel = client.CreateChannel();
        Task<ReplyFrame> join = channel.JoinAsync();
        await connection.ExpectAsync("""["1","1","room:a","phx_join",{}]""");
        Task<ReplyFrame> holder = channel.PushAsync();
        using var cancel = new CancellationTokenSource();
        Task<ReplyFrame> canceled = channel.PushAsync(cancellationToken: cancel.Token);
        Task<ReplyFrame> slow = channel.PushAsync(timeout: TimeSpan.FromSeconds(1));
        Task<ReplyFrame> left = channel.PushAsync();

        await cancel.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => canceled.Within());
        client.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(ChannelErrorReason.Timeout, await ChannelCalls.ReasonOf(slow));
        Task leave = channel.LeaveAsync(null, default);

        Assert.Equal(ChannelErrorReason.Closed, await ChannelCalls.ReasonOf(left));
        Assert.Equal(ChannelErrorReason.Closed, await ChannelCalls.ReasonOf(holder));
        Assert.Equal(ChannelErrorReason.Closed, await ChannelCalls.ReasonOf(join));
        await connection.ExpectAsync("""["1","2","room:a","phx_leave",{}]""");
        connection.SendOk(1, 2);
        await leave.Within();
        await connection.ExpectNothingElseAsync(client, 3);
    }
}
