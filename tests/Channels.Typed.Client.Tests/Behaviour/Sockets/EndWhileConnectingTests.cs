using Channels.Typed.Client.Tests.Fixture;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Tests.Behaviour.Sockets;

/// <summary>The socket is ended at the moment at which a connection is made.</summary>
public sealed class EndWhileConnectingTests
{
    public static TheoryData<string> Moments =>
    [
        EndDuringConnect.BeforeTheFactoryReturns,
        EndDuringConnect.BeforeTheHeartbeatStarts,
        EndDuringConnect.BeforeTheFirstRead,
        EndDuringConnect.WhileTheAttemptIsCanceled,
        EndDuringConnect.AfterTheAttemptWasCanceled,
    ];

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task Dispose_AtAnyMomentOfTheAttempt_LeavesNothingBehind(string moment)
    {
        var clock = new CountingClock();
        var transport = new EndDuringConnect(moment) { End = static socket => socket.DisposeAsync().AsTask() };
        transport.Socket = Socket(transport, clock);
        IClientChannel channel = transport.Socket.CreateChannel("room:a");
        Task<ReplyFrame> join = channel.JoinAsync();

        await transport.RunAsync();

        Assert.Equal(ChannelErrorReason.Closed, await ChannelCalls.ReasonOf(join));
        await channel.Closed.Within();
        Assert.Equal(SocketState.Closed, transport.Socket.State);
        AssertNothingIsLeft(transport, clock);
    }

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task Disconnect_AtAnyMomentOfTheAttempt_LeavesNothingBehind(string moment)
    {
        var clock = new CountingClock();
        var transport = new EndDuringConnect(moment) { End = static socket => socket.DisconnectAsync() };
        await using ChannelSocket socket = Socket(transport, clock);
        transport.Socket = socket;
        IClientChannel channel = socket.CreateChannel("room:a");
        Task<ReplyFrame> join = channel.JoinAsync();

        await transport.RunAsync();

        Assert.Equal(ChannelErrorReason.Disconnected, await ChannelCalls.ReasonOf(join));
        Assert.Equal(SocketState.Disconnected, socket.State);
        AssertNothingIsLeft(transport, clock);
    }

    private static ChannelSocket Socket(EndDuringConnect transport, CountingClock clock) =>
        new(new Uri("wss://host/socket"), new ChannelSocketOptions { TimeProvider = clock, Jitter = 0 }, transport);

    private static void AssertNothingIsLeft(EndDuringConnect transport, CountingClock clock)
    {
        Assert.True(transport.IsAborted);
        Assert.Null(transport.Socket!.TransportName);
        Assert.Empty(clock.Running);
        Assert.Equal((0, 0, 0), transport.Socket.Engine.Counts);
    }
}
