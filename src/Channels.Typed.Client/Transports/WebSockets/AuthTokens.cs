using System.Net.WebSockets;
using System.Text;
using Channels.Typed.Client.Compatibility;

namespace Channels.Typed.Client.Transports.WebSockets;

/// <summary>
/// The auth token of a WebSocket, which is sent as a subprotocol (protocol section "auth_token over Sec-WebSocket-Protocol").
/// </summary>
internal static class AuthTokens
{
    private const string Phoenix = "phoenix";
    private const string Prefix = "base64url.bearer.phx.";

    public const string WhyNotInBrowser =
        "its base64, as servers expect it, has a slash, which a browser does not send in a subprotocol";

    public const string InsteadInBrowser =
        "Use a token of letters, digits, '-', '_' and '.', as JSON Web Tokens are, or send it in Params or by SocketTransport.LongPolling";

    /// <summary>Whether the token is not a valid subprotocol, so that only a header can carry it.</summary>
    public static bool NeedsHeader(string token) => Encode(token).IndexOf('/') >= 0;

    /// <summary>Adds the subprotocols to the options, and the token as one of them if there is one.</summary>
    public static void Offer(ClientWebSocketOptions options, IReadOnlyList<string> subprotocols, string? token)
    {
        if (token is not null)
        {
            string encoded = Prefix + Encode(token);
            options.AddSubProtocol(Phoenix);
            if (encoded.IndexOf('/') < 0)
            {
                options.AddSubProtocol(encoded);
            }
            else if (ClientPlatform.IsBrowser)
            {
                // The constructor has checked AuthToken, so this one is from the factory.
                throw new NotSupportedException(
                    $"AuthTokenFactory returned a token that cannot be used in a browser: {WhyNotInBrowser}. {InsteadInBrowser}.");
            }
            else
            {
                // Servers expect the alphabet with a slash. The name of a subprotocol must not contain one, so the platform rejects the
                // token as a subprotocol, and it is set as a header.
                options.SetRequestHeader("Sec-WebSocket-Protocol", encoded);
            }
        }

        foreach (string subprotocol in subprotocols)
        {
            options.AddSubProtocol(subprotocol);
        }
    }

    // Base64 in its standard alphabet, although the prefix says base64url, and without padding.
    private static string Encode(string token) => Convert.ToBase64String(Encoding.UTF8.GetBytes(token)).TrimEnd('=');
}
