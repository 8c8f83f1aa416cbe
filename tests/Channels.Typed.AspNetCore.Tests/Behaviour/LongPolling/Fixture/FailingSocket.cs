namespace Channels.Typed.AspNetCore.Tests.Behaviour.LongPolling.Fixture;

internal sealed class FailingSocket : IUserSocket
{
    public static void Configure(SocketBuilder socket)
    {
        // No connection is accepted, so no channel is joined.
    }

    public ValueTask<ConnectResult> ConnectAsync(ConnectContext connect, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("connect");
}
