using System.Text;

namespace Channels.Typed.Client.Sockets;

/// <summary>The address of a connection (protocol section "URL construction"): endpoint, <c>/websocket</c>, parameters, version.</summary>
internal sealed class SocketAddress
{
    private const string Suffix = "/websocket";
    private const string Version = "vsn=2.0.0";

    private readonly UriBuilder _endpoint;

    public SocketAddress(Uri endpoint)
    {
        if (!endpoint.IsAbsoluteUri || Scheme(endpoint.Scheme) is not { } scheme)
        {
            throw new ArgumentException(
                $"The endpoint '{Shown(endpoint)}' is not an absolute ws, wss, http or https address. Use something like 'wss://example.org/socket'.", nameof(endpoint));
        }

        if (endpoint.Fragment.Length > 0)
        {
            throw new ArgumentException($"The endpoint '{Shown(endpoint)}' has a fragment, which a WebSocket address cannot have. Leave the part from '#' on out.", nameof(endpoint));
        }

        string path = endpoint.AbsolutePath.TrimEnd('/');
        _endpoint = new UriBuilder(endpoint)
        {
            Scheme = scheme,
            Port = endpoint.IsDefaultPort ? -1 : endpoint.Port,
            Path = path.EndsWith(Suffix, StringComparison.Ordinal) ? path : path + Suffix,
        };
        Display = Shown(_endpoint.Uri);
    }

    /// <summary>Gets the address without its query, for the log.</summary>
    public string Display { get; }

    /// <summary>The address with the parameters; those of <paramref name="late"/> win.</summary>
    public Uri WithParams(IReadOnlyDictionary<string, string> early, IReadOnlyDictionary<string, string>? late)
    {
        var query = new StringBuilder(_endpoint.Query.TrimStart('?'));
        foreach (KeyValuePair<string, string> parameter in early)
        {
            if (late is null || !late.ContainsKey(parameter.Key))
            {
                Append(query, parameter);
            }
        }

        foreach (KeyValuePair<string, string> parameter in late ?? new Dictionary<string, string>())
        {
            Append(query, parameter);
        }

        // Last, as the server takes the last one if the given query has a version of its own.
        Separate(query).Append(Version);
        return new UriBuilder(_endpoint.Uri) { Query = query.ToString() }.Uri;
    }

    private static void Append(StringBuilder query, KeyValuePair<string, string> parameter) =>
        Separate(query).Append(Uri.EscapeDataString(parameter.Key)).Append('=').Append(Uri.EscapeDataString(parameter.Value));

    private static StringBuilder Separate(StringBuilder query) => query.Length == 0 ? query : query.Append('&');

    private static string? Scheme(string scheme) => scheme switch
    {
        "ws" or "http" => "ws",
        "wss" or "https" => "wss",
        _ => null,
    };

    private static string Shown(Uri uri) =>
        uri.IsAbsoluteUri ? uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped) : "a relative address";
}
