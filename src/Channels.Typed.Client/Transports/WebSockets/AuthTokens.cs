using System.Net.WebSockets;
using System.Text;

namespace Channels.Typed.Client.Transports.WebSockets;

/// <summary>How an auth token travels (protocol section "auth_token over Sec-WebSocket-Protocol").</summary>
internal static class AuthTokens
{
    private const string Phoenix = "phoenix";
    private const string Prefix = "base64url.bearer.phx.";

    /// <summary>Offers subprotocols, with a token among them if there is one.</summary>
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
            else
            {
                // Servers want the alphabet that has a slash, which no name of a subprotocol may have, so the platform does not take it as one.
                options.SetRequestHeader("Sec-WebSocket-Protocol", encoded);
            }
        }

        foreach (string subprotocol in subprotocols)
        {
            options.AddSubProtocol(subprotocol);
        }
    }

    // base64 in its standard alphabet, whatever the prefix says, without padding
    private static string Encode(string token) => Convert.ToBase64String(Encoding.UTF8.GetBytes(token)).TrimEnd('=');
}
