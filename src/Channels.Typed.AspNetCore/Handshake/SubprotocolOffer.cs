using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Channels.Typed.AspNetCore.Handshake;

/// <summary>
/// The WebSocket subprotocols that a client offers. One of them may be an auth token (protocol sections "Subprotocols" and "auth_token").
/// </summary>
internal sealed class SubprotocolOffer
{
    private const string TokenPrefix = "base64url.bearer.phx.";
    private const string TokenHeader = "X-Phoenix-AuthToken";
    private const string Phoenix = "phoenix";

    private static readonly SearchValues<char> Base64Chars =
        SearchValues.Create("+/-_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private readonly List<string> _names = [];

    public SubprotocolOffer(HttpRequest request)
    {
        foreach (string? line in request.Headers.SecWebSocketProtocol)
        {
            _names.AddRange((line ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        }
    }

    /// <summary>
    /// Removes the auth token from the offer, so that it cannot be selected as a subprotocol. If the offer has no token, reads it from
    /// its header.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="token">The token; null if there is none, or more than one.</param>
    /// <returns>False if the token is not valid base64.</returns>
    public bool TryTakeAuthToken(HttpRequest request, out string? token)
    {
        token = null;
        List<string> offered = _names.FindAll(name => name.StartsWith(TokenPrefix, StringComparison.Ordinal));
        switch (offered)
        {
            case []:
                token = request.Headers[TokenHeader] is [{ } header] ? header : null;
                return true;
            case [var only]:
                _names.Remove(only);
                return TryDecode(only.AsSpan(TokenPrefix.Length), out token);
            default:
                // With several tokens it is not clear which one counts, so none does.
                return true;
        }
    }

    /// <summary>Selects the first of the mount's subprotocols that the client offers.</summary>
    /// <returns>False if the client offers subprotocols and the mount supports others only.</returns>
    public bool TrySelect(SocketOptions options, out string? selected)
    {
        selected = null;
        if (_names.Count == 0 || (options.Subprotocols.Count == 0 && !options.AuthToken))
        {
            return true;
        }

        selected = options.AuthToken && _names.Contains(Phoenix) ? Phoenix : options.Subprotocols.FirstOrDefault(_names.Contains);
        return selected is not null;
    }

    private static bool TryDecode(ReadOnlySpan<char> encoded, out string? token)
    {
        token = null;
        encoded = encoded.TrimEnd('=');
        if (encoded.ContainsAnyExcept(Base64Chars) || encoded.Length % 4 == 1)
        {
            return false;
        }

        string text = encoded.ToString().Replace('-', '+').Replace('_', '/');
        token = Encoding.UTF8.GetString(Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '=')));
        return true;
    }
}
