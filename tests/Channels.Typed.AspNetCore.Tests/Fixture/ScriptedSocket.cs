namespace Channels.Typed.AspNetCore.Tests.Fixture;

/// <summary>A user socket whose result is decided by the test.</summary>
internal sealed class ScriptedSocket(Func<ConnectContext, ConnectResult> decide) : IUserSocket
{
    public static void Configure(SocketBuilder socket) => socket.Add<FixtureChannel>().Add<SocketInfoChannel>();

    public ValueTask<ConnectResult> ConnectAsync(ConnectContext connect, CancellationToken cancellationToken) => new(decide(connect));
}
