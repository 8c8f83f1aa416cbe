namespace Channels.Typed.AspNetCore.Tests.Fixture;

/// <summary>Leaves the decision to the test.</summary>
internal sealed class ProbeSocket(Func<ConnectContext, ConnectResult> decide) : IUserSocket
{
    public static void Configure(SocketBuilder socket) => socket.Add<FixtureChannel>().Add<BadgeChannel>();

    public ValueTask<ConnectResult> ConnectAsync(ConnectContext connect, CancellationToken cancellationToken) => new(decide(connect));
}
