namespace Channels.Typed.AspNetCore.Handshake;

/// <summary>
/// Calls a user socket and keeps it for disposal: a disposable user socket is disposed when its connection has ended, or when it refuses
/// the client or throws.
/// </summary>
internal static class UserSocketLifetime
{
    public static ValueTask<ConnectResult> ConnectAsync(
        IUserSocket userSocket, ConnectContext connect, CancellationToken cancellationToken) =>
        userSocket is IAsyncDisposable or IDisposable
            ? ConnectAndKeepAsync(userSocket, connect, cancellationToken)
            : userSocket.ConnectAsync(connect, cancellationToken);

    private static async ValueTask<ConnectResult> ConnectAndKeepAsync(
        IUserSocket userSocket, ConnectContext connect, CancellationToken cancellationToken)
    {
        connect.Socket.KeepUserSocket(userSocket);
        bool isAccepted = false;
        try
        {
            ConnectResult result = await userSocket.ConnectAsync(connect, cancellationToken);
            isAccepted = result.IsAccepted;
            return result;
        }
        finally
        {
            if (!isAccepted)
            {
                await connect.Socket.ReleaseAsync();
            }
        }
    }
}
