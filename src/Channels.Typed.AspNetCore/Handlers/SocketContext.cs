using System.Net;
using System.Security.Claims;
using Channels.Typed.AspNetCore.Handlers;
using Channels.Typed.AspNetCore.Observability;
using Microsoft.Extensions.Logging;

namespace Channels.Typed.AspNetCore;

/// <summary>The connection of a client, as its user socket and its channels see it.</summary>
/// <remarks>
/// The user socket changes it in <see cref="IUserSocket.ConnectAsync"/>. After that it must only be read, because several channels use it
/// at the same time.
/// </remarks>
public sealed class SocketContext
{
    private Dictionary<string, object?>? _assigns;
    private ClaimsPrincipal? _user;
    private object? _userSocket;
    private IDisposable? _place;

    // Anonymous users need no principal of their own. Keeping the request's principal would keep the request in memory.
    internal SocketContext(ClaimsPrincipal user, ILogger logger)
    {
        _user = user.Identity?.IsAuthenticated == true || user.Claims.Any() ? user : null;
        Logger = new ConnectionLogger(logger);
    }

    /// <summary>
    /// Gets the id of the connection in log entries, as <c>ChannelsConnectionId</c> of their scope, and in spans, as
    /// <c>channels.connection_id</c>.
    /// </summary>
    /// <value>
    /// A text of 13 letters and digits. The server makes it for each connection; a client that reconnects has another one. It differs
    /// between the servers of a cluster. It is not a secret, and cannot be used to address the connection: see <see cref="Id"/>.
    /// </value>
    public string ConnectionId => Logger.Id;

    /// <summary>
    /// Gets or sets the id by which <see cref="IChannels.DisconnectAsync"/> finds the connection. Several connections may have the same id.
    /// </summary>
    /// <value>The default is <see langword="null"/>: the connection has no id.</value>
    public string? Id { get; set; }

    /// <summary>
    /// Gets the address of the client. Behind a proxy it is the proxy's address, unless the forwarded-headers middleware is used.
    /// </summary>
    /// <value><see langword="null"/> if the connection has no IP address, for example on a Unix socket.</value>
    public IPAddress? RemoteIpAddress { get; internal init; }

    /// <summary>Gets or sets the user. It starts with the user that ASP.NET Core authenticated.</summary>
    public ClaimsPrincipal User
    {
        get => _user ??= new ClaimsPrincipal(new ClaimsIdentity());
        set => _user = value;
    }

    /// <summary>Gets values that the user socket sets for the channels, such as a tenant or a device.</summary>
    public IDictionary<string, object?> Assigns => _assigns ??= new Dictionary<string, object?>(StringComparer.Ordinal);

    /// <summary>Gets the logger of the connection's entries.</summary>
    internal ConnectionLogger Logger { get; }

    /// <summary>Keeps a disposable user socket until <see cref="ReleaseAsync"/>.</summary>
    internal void KeepUserSocket(object userSocket) => _userSocket = userSocket;

    /// <summary>Keeps the connection's place among those of its address, until <see cref="ReturnPlace"/>.</summary>
    internal void KeepPlace(IDisposable? place) => _place = place;

    /// <summary>Gives the place back. A second call has no effect.</summary>
    internal void ReturnPlace() => _place?.Dispose();

    /// <summary>Disposes the user socket once. Called when the connection has ended, or was not established.</summary>
    internal async ValueTask ReleaseAsync()
    {
        object? userSocket = Interlocked.Exchange(ref _userSocket, null);
        try
        {
            await Disposal.OfAsync(userSocket);
        }
        catch (Exception e)
        {
            Log.DisposeFailed(Logger, userSocket!.GetType().Name, e); // Only an existing one can throw.
        }
    }
}
