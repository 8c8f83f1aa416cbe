using Microsoft.AspNetCore.Http;

namespace Channels.Typed.AspNetCore;

/// <summary>A request to connect.</summary>
public sealed class ConnectContext
{
    internal ConnectContext(HttpContext httpContext)
    {
        HttpContext = httpContext;
        Socket = new SocketContext(httpContext.User);
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string name, Microsoft.Extensions.Primitives.StringValues values) in httpContext.Request.Query)
        {
            // Of a repeated parameter the last counts.
            parameters[name] = values.Count == 0 ? "" : values[^1] ?? "";
        }

        foreach ((string name, object? value) in httpContext.Request.RouteValues)
        {
            parameters[name] = value?.ToString() ?? "";
        }

        Params = parameters;
    }

    /// <summary>Gets the request: headers, address, and what authentication made of it. Not valid after the connect.</summary>
    public HttpContext HttpContext { get; }

    /// <summary>Gets the parameters that the client gave, from the query; those of the route win. They may hold secrets: do not log them.</summary>
    public IReadOnlyDictionary<string, string> Params { get; }

    /// <summary>Gets the socket to set up: its id, user and assigns.</summary>
    public SocketContext Socket { get; }
}
