using Channels.Typed.Client.Tests.Fixture;
using Channels.Typed.Client.Tests.Model;
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
        var race = new EndDuringConnect(moment) { End = static socket => socket.DisposeAsync().AsTask() };
        race.Socket = Socket(race, clock);
        IClientChannel channel = race.Socket.CreateChannel("room:a");
        Task<ReplyFrame> join = channel.JoinAsync();

        await race.RunAsync();

        Assert.Equal(ChannelErrorReason.Closed, await ChannelCalls.ReasonOf(join));
        await channel.Closed.Within();
        Assert.Equal(SocketState.Closed, race.Socket.State);
        AssertNothingIsLeft(race, clock);
    }

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task Disconnect_AtAnyMomentOfTheAttempt_LeavesNothingBehind(string moment)
    {
        var clock = new CountingClock();
        var race = new EndDuringConnect(moment) { End = static socket => socket.DisconnectAsync() };
        await using ChannelSocket socket = Socket(race, clock);
        race.Socket = socket;
        IClientChannel channel = socket.CreateChannel("room:a");
        Task<ReplyFrame> join = channel.JoinAsync();

        await race.RunAsync();

        Assert.Equal(ChannelErrorReason.Disconnected, await ChannelCalls.ReasonOf(join));
        Assert.Equal(SocketState.Disconnected, socket.State);
        AssertNothingIsLeft(race, clock);
    }

    private static ChannelSocket Socket(EndDuringConnect race, CountingClock clock) =>
        new(new Uri("wss://host/socket"), new ChannelSocketOptions { TimeProvider = clock, Jitter = 0 }, race);

    private static void AssertNothingIsLeft(EndDuringConnect race, CountingClock clock)
    {
        Assert.True(race.IsAborted);
        Assert.Null(race.Socket!.TransportName);
        Assert.Empty(clock.Running);
        Assert.Equal((0, 0, 0), race.Socket.Engine.Counts);
    }
}
