namespace Channels.Typed.AspNetCore;

/// <summary>One entry of a list of allowed origins. A scheme or a port that the entry does not name is not compared.</summary>
internal readonly record struct AllowedOrigin(string? Scheme, string Host, int? Port, bool WithSubdomains)
{
    /// <summary>The forms of an entry, for the texts of errors.</summary>
    public const string Forms = "'https://example.com', '//example.com' or '//*.example.com'";

    private const string SubdomainPrefix = "*.";

    // This scheme has no default port, so Uri.Port is set only if the text names a port.
    private const string NoScheme = "any";

    public static AllowedOrigin Parse(string text) => TryParse(text, out AllowedOrigin origin)
        ? origin
        : throw new ArgumentException($"The allowed origin '{text}' is not an origin. Use {Forms}.");

    public static bool TryParse(string? text, out AllowedOrigin origin)
    {
        origin = default;
        if (text is null)
        {
            return false;
        }

        int start = text.IndexOf("//", StringComparison.Ordinal) + 2;
        bool withSubdomains = start >= 2 && text.AsSpan(start).StartsWith(SubdomainPrefix);
        string absolute = (start == 2 ? NoScheme + ":" : "") + (withSubdomains ? text.Remove(start, SubdomainPrefix.Length) : text);
        if (!Uri.TryCreate(absolute, UriKind.Absolute, out Uri? uri)
            || uri.Host.Length == 0
            || uri.Host.Contains('*', StringComparison.Ordinal)
            || uri.UserInfo.Length > 0
            || uri.PathAndQuery.Length > 1
            || uri.Fragment.Length > 0)
        {
            return false;
        }

        bool hasScheme = start != 2;
        int? port = !hasScheme && uri.Port < 0 ? null : uri.Port;
        origin = new AllowedOrigin(hasScheme ? uri.Scheme : null, uri.IdnHost, port, withSubdomains);
        return true;
    }

    public bool Matches(Uri origin) =>
        (Scheme is null || Scheme == origin.Scheme) && (Port is null || Port == origin.Port) && MatchesHost(origin.IdnHost);

    // Compared up to the dot: evil-example.com is not a subdomain of example.com.
    private bool MatchesHost(string host) =>
        string.Equals(host, Host, StringComparison.OrdinalIgnoreCase)
        || (WithSubdomains && host.EndsWith("." + Host, StringComparison.OrdinalIgnoreCase));
}
