using Microsoft.AspNetCore.Http;

namespace Channels.Typed.AspNetCore;

/// <summary>
/// Which web pages may connect (protocol section "check_origin"): a page of another site must not use its visitors' cookies here.
/// Immutable, so one may serve several mounts.
/// </summary>
/// <remarks>
/// Only browsers send an <c>Origin</c> header, and they always do. Requests without one pass every check; those whose origin has no host,
/// such as <c>null</c> and <c>file://</c>, pass <see cref="Off"/> and what <see cref="Custom"/> lets through.
/// </remarks>
public sealed class OriginCheck
{
    private readonly Func<HttpContext, string, bool>? _isAllowed;

    private OriginCheck(Func<HttpContext, string, bool>? isAllowed) => _isAllowed = isAllowed;

    /// <summary>Gets the check that lets every page in. Use it only where no cookie and no network address says who the user is.</summary>
    public static OriginCheck Off { get; } = new(null);

    /// <summary>Gets the check for pages of the host that the request names; scheme and port do not matter. Phoenix's <c>true</c>.</summary>
    public static OriginCheck OwnHost { get; } = new(IsOwnHost);

    /// <summary>
    /// Gets the check for pages with scheme, host and port of the request itself. Phoenix's <c>:conn</c>. Behind a proxy that ends TLS it
    /// needs the forwarded-headers middleware, as the request's scheme is the proxy's otherwise.
    /// </summary>
    public static OriginCheck SameOrigin { get; } = new(IsSameOrigin);

    /// <summary>Makes a check for a list of origins, and no others: the server's own host has to be among them if its pages may connect.</summary>
    /// <param name="origins">
    /// <c>https://example.com</c> (scheme and port count), <c>//example.com</c> and <c>//example.com:81</c> (any scheme), <c>//*.example.com</c>
    /// (the star stands for the host itself and all its subdomains).
    /// </param>
    /// <returns>The check.</returns>
    /// <exception cref="ArgumentException">One of them is not an origin, or there is none.</exception>
    public static OriginCheck AnyOf(params string[] origins) => AnyOf(origins, orOwnHost: false);

    /// <summary>Makes a check for pages of the host that the request names, and of a list of origins.</summary>
    /// <param name="origins">As for <see cref="AnyOf(string[])"/>.</param>
    /// <returns>The check.</returns>
    /// <exception cref="ArgumentException">One of them is not an origin, or there is none.</exception>
    public static OriginCheck OwnHostOr(params string[] origins) => AnyOf(origins, orOwnHost: true);

    /// <summary>Makes a check of your own.</summary>
    /// <param name="isAllowed">
    /// Given the request and its <c>Origin</c> header as it came, which may be <c>null</c> or empty text. It runs for each attempt, on many threads;
    /// an exception refuses with 500.
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
            throw new ArgumentException("The list of allowed origins is empty. Use OriginCheck.OwnHost for the server's own pages only, OriginCheck.Off for all.", nameof(origins));
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
