using System.Net;
using System.Security.Claims;
using Channels.Typed.AspNetCore.Handlers;
using Channels.Typed.AspNetCore.Observability;
using Microsoft.Extensions.Logging;

namespace Channels.Typed.AspNetCore;

/// <summary>A client's connection, as the user socket and the channels see it.</summary>
/// <remarks>The user socket sets it up in <see cref="IUserSocket.ConnectAsync"/>; after that it is read only by convention, as several channels share it.</remarks>
public sealed class SocketContext
{
    private Dictionary<string, object?>? _assigns;
    private ClaimsPrincipal? _user;
    private object? _userSocket;

    // Whoever is not authenticated is told apart by nothing, so that the request's own empty principal need not outlive it.
    internal SocketContext(ClaimsPrincipal user) => _user = user.Identity?.IsAuthenticated == true || user.Claims.Any() ? user : null;

    /// <summary>Gets or sets the name under which the connection can be closed from anywhere (<see cref="IChannels.DisconnectAsync"/>).</summary>
    /// <value>The default is <see langword="null"/>: the connection has no name.</value>
    public string? Id { get; set; }

    /// <summary>Gets the client's address, or that of a proxy before it unless the forwarded-headers middleware is in use.</summary>
    /// <value><see langword="null"/> if the connection has no IP address, as with a Unix socket.</value>
    public IPAddress? RemoteIpAddress { get; internal init; }

    /// <summary>Gets or sets who the user is; at first whom ASP.NET Core authenticated.</summary>
    public ClaimsPrincipal User
    {
        get => _user ??= new ClaimsPrincipal(new ClaimsIdentity());
        set => _user = value;
    }

    /// <summary>Gets what the user socket leaves for the channels, such as a tenant or a device.</summary>
    public IDictionary<string, object?> Assigns => _assigns ??= new Dictionary<string, object?>(StringComparer.Ordinal);

    /// <summary>Keeps a user socket that wants to be disposed of until <see cref="ReleaseAsync"/>.</summary>
    internal void KeepUserSocket(object userSocket) => _userSocket = userSocket;

    /// <summary>Disposes of the user socket, once. Called when the connection has ended, or did not come about.</summary>
    internal async ValueTask ReleaseAsync(ILogger logger)
    {
        object? userSocket = Interlocked.Exchange(ref _userSocket, null);
        try
        {
            await Disposal.OfAsync(userSocket);
        }
        catch (Exception e)
        {
            Log.DisposeFailed(logger, userSocket!.GetType().Name, e); // Only what is there can fail.
        }
    }
}
