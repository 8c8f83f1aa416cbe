namespace Channels.Typed.AspNetCore;

/// <summary>
/// A user socket: accepts or refuses clients, gives each connection its id and assigns, and lists the channels that clients can join.
/// </summary>
/// <remarks>
/// The server creates an instance for each connection attempt, with constructor parameters from the request's services, and does not call
/// it after <see cref="ConnectAsync"/>. An instance that is <see cref="IAsyncDisposable"/> or <see cref="IDisposable"/> is disposed after
/// the connection and all its channels have ended, or when the attempt fails. Scoped services of the request may already be disposed at
/// that time.
/// </remarks>
public interface IUserSocket
{
    /// <summary>Adds the channels that the socket serves. Called once for each mount, when the socket is mapped.</summary>
    /// <param name="socket">The builder to add the channels to. The first channel whose topic pattern matches serves a topic.</param>
    static abstract void Configure(SocketBuilder socket);

    /// <summary>
    /// Accepts or refuses a client, before the upgrade (protocol section "Connect"). If it throws, the client is refused with status 500
    /// and an empty body, and the exception is logged.
    /// </summary>
    /// <param name="connect">The request, and the socket to set up.</param>
    /// <param name="cancellationToken">Canceled when the client aborts the request.</param>
    /// <returns>Whether the client may connect.</returns>
    ValueTask<ConnectResult> ConnectAsync(ConnectContext connect, CancellationToken cancellationToken);
}
