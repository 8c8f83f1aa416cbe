using System.Net.WebSockets;
using Channels.Typed.Client.Compatibility;

namespace Channels.Typed.Client.Transports.WebSockets;

/// <summary>
/// The auth token of a WebSocket, which is sent as a subprotocol (protocol section "auth_token over Sec-WebSocket-Protocol").
/// </summary>
internal static class AuthTokens
{
    private const string Phoenix = "phoenix";
    private const string Prefix = "base64url.bearer.phx.";

    /// <summary>Adds the subprotocols to the options, and the token as one of them if there is one.</summary>
    public static void Offer(ClientWebSocketOptions options, IReadOnlyList<string> subprotocols, string? token)
    {
        if (token is not null)
        {
            string encoded = Prefix + AuthTokenText.Encode(token);
            options.AddSubProtocol(Phoenix);
            if (encoded.IndexOf('/') < 0)
            {
                options.AddSubProtocol(encoded);
            }
            else if (ClientPlatform.IsBrowser)
            {
                // The constructor has checked AuthToken, so this one is from the factory.
                throw new NotSupportedException(
                    $"AuthTokenFactory returned a token that cannot be used in a browser: {AuthTokenText.WhyNotInBrowser}. "
                    + $"{AuthTokenText.InsteadInBrowser}.");
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
}
