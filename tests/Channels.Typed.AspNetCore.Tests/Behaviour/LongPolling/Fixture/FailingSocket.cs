namespace Channels.Typed.AspNetCore.Tests.LongPolling.Fixture;

internal sealed class FailingSocket : IUserSocket
{
    public static void Configure(SocketBuilder socket)
    {
        // Nobody gets as far as a channel.
    }

    public ValueTask<ConnectResult> ConnectAsync(ConnectContext connect, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("connect");
}
