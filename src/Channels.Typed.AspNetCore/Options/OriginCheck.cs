using Microsoft.AspNetCore.Http;

namespace Channels.Typed.AspNetCore;

/// <summary>
/// Which web pages may connect (protocol section "check_origin"). It prevents that a page of another site connects with the cookies of its
/// visitors. Immutable; several mounts can share one.
/// </summary>
/// <remarks>
/// Browsers always send an <c>Origin</c> header; other clients send none, and are allowed by every check. An origin without a host, such as
/// <c>null</c> or <c>file://</c>, is allowed only by <see cref="Off"/>, and by <see cref="Custom"/> if its function allows it.
/// </remarks>
public sealed class OriginCheck
{
    private readonly Func<HttpContext, string, bool>? _isAllowed;

    private OriginCheck(Func<HttpContext, string, bool>? isAllowed) => _isAllowed = isAllowed;

    /// <summary>Gets the check that allows every page. Use it only if neither cookies nor network addresses identify users.</summary>
    public static OriginCheck Off { get; } = new(null);

    /// <summary>
    /// Gets the check that allows pages of the host that the request names, with any scheme and port. Phoenix's <c>true</c>.
    /// </summary>
    public static OriginCheck OwnHost { get; } = new(IsOwnHost);

    /// <summary>
    /// Gets the check that allows pages with the scheme, host and port of the request. Phoenix's <c>:conn</c>. Behind a proxy that
    /// terminates TLS it needs the forwarded-headers middleware; otherwise the request has the scheme of the proxy.
    /// </summary>
    public static OriginCheck SameOrigin { get; } = new(IsSameOrigin);

    /// <summary>
    /// Creates a check that allows a list of origins, and no others. The server's own host must be in the list if its pages may connect.
    /// </summary>
    /// <param name="origins">
    /// <c>https://example.com</c> (scheme and port count), <c>//example.com</c> and <c>//example.com:81</c> (any scheme),
    /// <c>//*.example.com</c> (the star stands for the host itself and all its subdomains).
    /// </param>
    /// <returns>The check.</returns>
    /// <exception cref="ArgumentException">An entry is not an origin, or the list is empty.</exception>
    public static OriginCheck AnyOf(params string[] origins) => AnyOf(origins, orOwnHost: false);

    /// <summary>Creates a check that allows pages of the host that the request names, and a list of origins.</summary>
    /// <param name="origins">As for <see cref="AnyOf(string[])"/>.</param>
    /// <returns>The check.</returns>
    /// <exception cref="ArgumentException">An entry is not an origin, or the list is empty.</exception>
    public static OriginCheck OwnHostOr(params string[] origins) => AnyOf(origins, orOwnHost: true);

    /// <summary>Creates a check from a function.</summary>
    /// <param name="isAllowed">
    /// Gets the request and its <c>Origin</c> header, which may be the text <c>null</c> or empty. Called for each attempt to connect, on
    /// many threads. If it throws, the client gets HTTP status 500.
    /// </param>
    /// <returns>The check.</returns>
    public static OriginCheck Custom(Func<HttpContext, string, bool> isAllowed)
    {
        ArgumentNullException.ThrowIfNull(isAllowed);
        return new OriginCheck(isAllowed);
    }

    internal bool IsAllowed(HttpContext context) =>
        _isAllowed is null || context.Request.Headers.Origin is not { Count: > 0 } origin || _isAllowed(context, origin.ToString());

    private static OriginCheck AnyOf(string[] origins, bool orOwnHost)
    {
        ArgumentNullException.ThrowIfNull(origins);
        if (origins.Length == 0)
        {
            throw new ArgumentException(
                "The list of allowed origins is empty. Use OriginCheck.OwnHost for the server's own pages only, OriginCheck.Off for all.",
                nameof(origins));
        }

        AllowedOrigin[] allowed = Array.ConvertAll(origins, AllowedOrigin.Parse);
        return new OriginCheck((context, text) => (orOwnHost && IsOwnHost(context, text))
            || (TryParse(text) is { } origin && Array.Exists(allowed, one => one.Matches(origin))));
    }

    private static bool IsOwnHost(HttpContext context, string text) =>
        TryParse(text) is { } origin && string.Equals(origin.Host, context.Request.Host.Host, StringComparison.OrdinalIgnoreCase);

    private static bool IsSameOrigin(HttpContext context, string text)
    {
        HttpRequest request = context.Request;
        int port = request.Host.Port ?? (request.IsHttps ? 443 : 80);
        return TryParse(text) is { } origin
            && string.Equals(origin.Scheme, request.Scheme, StringComparison.OrdinalIgnoreCase)
            && string.Equals(origin.Host, request.Host.Host, StringComparison.OrdinalIgnoreCase)
            && origin.Port == port;
    }

    private static Uri? TryParse(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? origin) && origin.Host.Length > 0 ? origin : null;
}
