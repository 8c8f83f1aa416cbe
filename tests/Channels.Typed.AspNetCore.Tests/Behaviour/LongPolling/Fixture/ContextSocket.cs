namespace Channels.Typed.AspNetCore.Tests.Behaviour.LongPolling.Fixture;

internal sealed class ContextSocket : IUserSocket
{
    public static void Configure(SocketBuilder socket) => socket.Add<ContextChannel>("context:{name}");

    public ValueTask<ConnectResult> ConnectAsync(ConnectContext connect, CancellationToken cancellationToken) =>
        new(ConnectResult.Accept());
}
