using System.Net;
using Channels.Typed.AspNetCore.Handshake;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Logging;

namespace Channels.Typed.AspNetCore;

/// <summary>
/// The request of a client that connects. Valid only during <see cref="IUserSocket.ConnectAsync"/>. Store values that are needed later in
/// <see cref="Socket"/>.
/// </summary>
public sealed class ConnectContext
{
    private readonly ConnectParams _params;
    private IReadOnlyDictionary<string, string>? _xHeaders;
    private Uri? _uri;

    internal ConnectContext(HttpContext httpContext, ConnectParams parameters, string transport, string? authToken, ILogger logger)
    {
        HttpContext = httpContext;
        _params = parameters;
        Transport = transport;
        AuthToken = authToken;
        Socket = new SocketContext(httpContext.User, logger) { RemoteIpAddress = httpContext.Connection.RemoteIpAddress };
    }

    /// <summary>Gets the HTTP request: its headers, its connection with the TLS certificate, and the authenticated user.</summary>
    public HttpContext HttpContext { get; }

    /// <summary>
    /// Gets the parameters from the query and the route. A route parameter replaces a query parameter of the same name; if a name is
    /// repeated in the query, the last value counts. Names are case-sensitive. Values may be secrets: do not log them.
    /// </summary>
    /// <remarks>
    /// The name of a nested parameter contains its brackets: the params <c>{a: {b: 1}, c: [2]}</c> of a JavaScript client are <c>a[b]</c>
    /// and <c>c[0]</c> here. <see cref="GetNestedParams"/> returns all parameters of one parent.
    /// </remarks>
    public IReadOnlyDictionary<string, string> Params => _params.Flat;

    /// <summary>Gets the socket to set up: its id, user and assigns.</summary>
    public SocketContext Socket { get; }

    /// <summary>Gets the name of the transport.</summary>
    /// <value><c>websocket</c> or <c>longpoll</c>.</value>
    public string Transport { get; }

    /// <summary>
    /// Gets the token that the client sent separately from its parameters, if <see cref="SocketOptions.AuthToken"/> is set. The server
    /// has not validated it.
    /// </summary>
    /// <value><see langword="null"/> if the client sent no token, or more than one.</value>
    public string? AuthToken { get; }

    /// <summary>Gets the client's address. Behind a proxy it is the proxy's, unless the forwarded-headers middleware is in use.</summary>
    /// <value><see langword="null"/> if the connection has no IP address, for example over a Unix socket.</value>
    public IPEndPoint? Peer =>
        HttpContext.Connection is { RemoteIpAddress: { } address, RemotePort: var port } ? new IPEndPoint(address, port) : null;

    /// <summary>
    /// Gets the request's headers that start with <c>x-</c>. Names are not case-sensitive. Several values of a header are joined by
    /// commas.
    /// </summary>
    public IReadOnlyDictionary<string, string> XHeaders => _xHeaders ??= ReadXHeaders(HttpContext.Request.Headers);

    /// <summary>Gets the URI of the request, with its query. The query may contain secrets.</summary>
    public Uri Uri => _uri ??= new Uri(
        HttpContext.Request.Host.HasValue
            ? HttpContext.Request.GetEncodedUrl()
            : "http://localhost" + HttpContext.Request.GetEncodedPathAndQuery());

    /// <summary>Gets the client's <c>User-Agent</c> header.</summary>
    /// <value><see langword="null"/> if the request has none.</value>
    public string? UserAgent => HttpContext.Request.Headers.UserAgent is { Count: > 0 } agent ? agent.ToString() : null;

    /// <summary>Gets the parameters that are nested in another one.</summary>
    /// <param name="name">
    /// The parent. For <c>a</c>, the parameter <c>a[b]</c> is returned as <c>b</c>, and <c>a[b][c]</c> as <c>b[c]</c>. For <c>a[b]</c>, the
    /// parameter <c>a[b][c]</c> is returned as <c>c</c>.
    /// </param>
    /// <returns>
    /// The nested parameters; empty if there are none. The names of list elements are their indexes, also if the list was sent as
    /// <c>a[]=x&amp;a[]=y</c>.
    /// </returns>
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
