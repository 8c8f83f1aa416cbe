using Microsoft.AspNetCore.Http;

namespace Channels.Typed.AspNetCore.Sockets;

/// <summary>Which pages of browsers may connect (protocol section "check_origin"): a web page of another site must not use its visitors' cookies here.</summary>
internal sealed class OriginPolicy
{
    private const string SubdomainPrefix = "*.";

    private readonly bool _isOn;
    private readonly List<AllowedOrigin> _allowed = [];

    public OriginPolicy(bool isOn, IEnumerable<string> allowed)
    {
        _isOn = isOn;
        foreach (string origin in allowed)
        {
            _allowed.Add(Parse(origin));
        }
    }

    public bool IsAllowed(HttpRequest request)
    {
        if (!_isOn || request.Headers.Origin.Count == 0)
        {
            // Only browsers send it, and they always do.
            return true;
        }

        if (!Uri.TryCreate(request.Headers.Origin.ToString(), UriKind.Absolute, out Uri? origin) || origin.Host.Length == 0)
        {
            // "null" and file:// among them.
            return false;
        }

        return string.Equals(origin.Host, request.Host.Host, StringComparison.OrdinalIgnoreCase) || _allowed.Exists(allowed => allowed.Matches(origin));
    }

    private static AllowedOrigin Parse(string text)
    {
        bool anyScheme = text.StartsWith("//", StringComparison.Ordinal);
        string absolute = (anyScheme ? "http:" + text : text).Replace(SubdomainPrefix, "", StringComparison.Ordinal);
        if (!Uri.TryCreate(absolute, UriKind.Absolute, out Uri? uri) || uri.Host.Length == 0 || uri.PathAndQuery != "/")
        {
            throw new ArgumentException($"The allowed origin '{text}' is not an origin. Use 'https://example.com', '//example.com' or '//*.example.com'.");
        }

        bool hasPort = !anyScheme || !uri.IsDefaultPort;
        return new AllowedOrigin(anyScheme ? null : uri.Scheme, uri.Host, hasPort ? uri.Port : null, text.Contains("//" + SubdomainPrefix, StringComparison.Ordinal));
    }

    private readonly record struct AllowedOrigin(string? Scheme, string Host, int? Port, bool WithSubdomains)
    {
        public bool Matches(Uri origin) =>
            (Scheme is null || Scheme == origin.Scheme) && (Port is null || Port == origin.Port) && MatchesHost(origin.Host);

        // Subdomains on a dot boundary: evil-example.com is not one of example.com.
        private bool MatchesHost(string host) =>
            string.Equals(host, Host, StringComparison.OrdinalIgnoreCase)
            || (WithSubdomains && host.EndsWith("." + Host, StringComparison.OrdinalIgnoreCase));
    }
}
