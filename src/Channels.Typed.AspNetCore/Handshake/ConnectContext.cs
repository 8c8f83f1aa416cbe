using System.Net;
using Channels.Typed.AspNetCore.Connections;
using Channels.Typed.AspNetCore.Handshake;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace Channels.Typed.AspNetCore;

/// <summary>A request to connect. Valid during <see cref="IUserSocket.ConnectAsync"/> only; what is needed later goes into <see cref="Socket"/>.</summary>
public sealed class ConnectContext
{
    private readonly ConnectParams _params;
    private IReadOnlyDictionary<string, string>? _xHeaders;
    private Uri? _uri;

    internal ConnectContext(HttpContext httpContext, ConnectParams parameters, string transport, string? authToken)
    {
        HttpContext = httpContext;
        _params = parameters;
        Transport = transport;
        AuthToken = authToken;
        Socket = new SocketContext(httpContext.User) { RemoteIpAddress = httpContext.Connection.RemoteIpAddress };
    }

    /// <summary>Gets the request: all headers, the connection with its TLS certificate, and what authentication made of it.</summary>
    public HttpContext HttpContext { get; }

    /// <summary>
    /// Gets the parameters that the client gave, from the query; those of the route win, and of a repeated one the last counts. Names are
    /// case-sensitive. They may hold secrets: do not log them.
    /// </summary>
    /// <remarks>
    /// Nested parameters have their brackets in the name: what a JavaScript client gives as <c>{a: {b: 1}, c: [2]}</c> is <c>a[b]</c> and
    /// <c>c[0]</c> here. <see cref="GetNestedParams"/> gives all of one parent.
    /// </remarks>
    public IReadOnlyDictionary<string, string> Params => _params.Flat;

    /// <summary>Gets the socket to set up: its id, user and assigns.</summary>
    public SocketContext Socket { get; }

    /// <summary>Gets the name of the transport.</summary>
    /// <value><c>websocket</c>.</value>
    public string Transport { get; }

    /// <summary>Gets the token that the client sent apart from its parameters, if the mount reads it (<see cref="SocketOptions.AuthToken"/>). Nobody has checked it yet.</summary>
    /// <value><see langword="null"/> if the client sent none, or more than one.</value>
    public string? AuthToken { get; }

    /// <summary>Gets the client's address, or that of a proxy before it unless the forwarded-headers middleware is in use.</summary>
    /// <value><see langword="null"/> if the connection has no IP address, as with a Unix socket.</value>
    public IPEndPoint? Peer => HttpContext.Connection is { RemoteIpAddress: { } address, RemotePort: var port } ? new IPEndPoint(address, port) : null;

    /// <summary>Gets the request's headers that start with <c>x-</c>. Names are not case-sensitive; several values of one are joined by commas.</summary>
    public IReadOnlyDictionary<string, string> XHeaders => _xHeaders ??= ReadXHeaders(HttpContext.Request.Headers);

    /// <summary>Gets the address that the client asked for, with its query, which may hold secrets.</summary>
    public Uri Uri => _uri ??= new Uri(HttpContext.Request.Host.HasValue ? HttpContext.Request.GetEncodedUrl() : "http://localhost" + HttpContext.Request.GetEncodedPathAndQuery());

    /// <summary>Gets what the client calls itself.</summary>
    /// <value><see langword="null"/> if it does not say.</value>
    public string? UserAgent => HttpContext.Request.Headers.UserAgent is { Count: > 0 } agent ? agent.ToString() : null;

    /// <summary>Gets the parameters that are nested in another one.</summary>
    /// <param name="name">The parent: with <c>a</c>, the parameter <c>a[b]</c> is given as <c>b</c>, and <c>a[b][c]</c> as <c>b[c]</c>; with <c>a[b]</c> the latter is <c>c</c>.</param>
    /// <returns>The nested parameters, none if there are none. Lists come with their indexes as names, also those that were sent as <c>a[]=x&amp;a[]=y</c>.</returns>
    public IReadOnlyDictionary<string, string> GetNestedParams(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _params.Nested(name);
    }

    private static Dictionary<string, string> ReadXHeaders(IHeaderDictionary headers)
    {
        var found = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, Microsoft.Extensions.Primitives.StringValues values) in headers)
        {
            if (name.StartsWith("x-", StringComparison.OrdinalIgnoreCase))
            {
                found[name] = values.ToString();
            }
        }

        return found;
    }
}
