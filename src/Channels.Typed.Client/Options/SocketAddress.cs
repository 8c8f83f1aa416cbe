using System.Text;
using Channels.Typed.Client.Transports;

namespace Channels.Typed.Client;

/// <summary>
/// The addresses of a connection (protocol section "URL construction"): endpoint, <c>/websocket</c> or <c>/longpoll</c>, parameters,
/// version.
/// </summary>
internal sealed class SocketAddress
{
    private const string WebSocketPath = "/websocket";
    private const string LongPollPath = "/longpoll";

    private readonly string _version;
    private readonly UriBuilder _endpoint;
    private readonly string _path;

    public SocketAddress(Uri endpoint, ProtocolVersion version = ProtocolVersion.V2)
    {
        if (!endpoint.IsAbsoluteUri || Scheme(endpoint.Scheme) is not { } scheme)
        {
            throw new ArgumentException(
                $"The endpoint '{Shown(endpoint)}' is not an absolute ws, wss, http or https address, such as 'wss://example.org/socket'.",
                nameof(endpoint));
        }

        if (endpoint.Fragment.Length > 0)
        {
            throw new ArgumentException(
                $"The endpoint '{Shown(endpoint)}' has a fragment, which a WebSocket address cannot have. Remove the part from '#' on.",
                nameof(endpoint));
        }

        _version = version == ProtocolVersion.V1 ? "vsn=1.0.0" : "vsn=2.0.0";
        _path = WithoutEnd(WithoutEnd(endpoint.AbsolutePath.TrimEnd('/'), WebSocketPath), LongPollPath);
        _endpoint = new UriBuilder(endpoint)
        {
            Scheme = scheme,
            Port = endpoint.IsDefaultPort ? -1 : endpoint.Port,
            Path = _path + WebSocketPath,
        };
        Display = Shown(_endpoint.Uri);
        Endpoint = new UriBuilder(_endpoint.Uri) { Path = _path, Query = "" }.Uri;
    }

    /// <summary>Gets the address without its query, for the log.</summary>
    public string Display { get; }

    /// <summary>Gets the address of the server's socket without transport and query: the key of <see cref="ITransportMemory"/>.</summary>
    public Uri Endpoint { get; }

    /// <summary>Gets the address for long polling that belongs to a result of <see cref="WithParams"/>.</summary>
    public Uri LongPoll(Uri webSocket) => new UriBuilder(webSocket)
    {
        Scheme = webSocket.Scheme == "wss" ? "https" : "http",
        Port = webSocket.IsDefaultPort ? -1 : webSocket.Port,
        Path = _path + LongPollPath,
    }.Uri;

    /// <summary>
    /// Gets the address for a WebSocket. Parameters of <paramref name="late"/> replace those of <paramref name="early"/>.
    /// </summary>
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

        // The version is last, because the server uses the last one if the given query contains a version too.
        Separate(query).Append(_version);
        return new UriBuilder(_endpoint.Uri) { Query = query.ToString() }.Uri;
    }

    private static void Append(StringBuilder query, KeyValuePair<string, string> parameter) =>
        Separate(query).Append(Uri.EscapeDataString(parameter.Key)).Append('=').Append(Uri.EscapeDataString(parameter.Value));

    private static StringBuilder Separate(StringBuilder query) => query.Length == 0 ? query : query.Append('&');

    private static string WithoutEnd(string path, string end) =>
        path.EndsWith(end, StringComparison.Ordinal) ? path.Substring(0, path.Length - end.Length) : path;

    private static string? Scheme(string scheme) => scheme switch
    {
        "ws" or "http" => "ws",
        "wss" or "https" => "wss",
        _ => null,
    };

    private static string Shown(Uri uri) =>
        uri.IsAbsoluteUri
            ? uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)
            : "a relative address";
}
