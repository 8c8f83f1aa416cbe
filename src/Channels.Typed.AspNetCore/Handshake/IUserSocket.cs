namespace Channels.Typed.AspNetCore;

/// <summary>
/// A user socket: decides who may connect, what the connection is called, and which channels it serves. An instance is made for each
/// connection attempt, with services in its constructor, and not used after <see cref="ConnectAsync"/>. One that is <see cref="IAsyncDisposable"/>
/// or <see cref="IDisposable"/> is disposed of when its connection has ended, after all its channels, or did not come about; scoped services of the
/// request are gone by then.
/// </summary>
public interface IUserSocket
{
    /// <summary>Lists the channels that the socket serves. Called once, when the socket is mapped.</summary>
    /// <param name="socket">Takes the channels; the first whose topic pattern matches serves a topic.</param>
    static abstract void Configure(SocketBuilder socket);

    /// <summary>
    /// Accepts or refuses a connection, before the upgrade (protocol section "Connect"). An exception refuses with status 500 and an empty body;
    /// what it says goes to the log only.
    /// </summary>
    /// <param name="connect">The request, and the socket to set up.</param>
    /// <param name="cancellationToken">Cancelled when the client goes away.</param>
    /// <returns>Whether the client may connect.</returns>
    ValueTask<ConnectResult> ConnectAsync(ConnectContext connect, CancellationToken cancellationToken);
}
