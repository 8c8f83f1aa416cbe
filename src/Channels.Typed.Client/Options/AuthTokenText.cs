using System.Text;

namespace Channels.Typed.Client;

/// <summary>The text of an auth token as a part of a subprotocol, and where it is not possible.</summary>
internal static class AuthTokenText
{
    public const string WhyNotInBrowser =
        "its base64, as servers expect it, has a slash, which a browser does not send in a subprotocol";

    public const string InsteadInBrowser =
        "Use a token of letters, digits, '-', '_' and '.', as JSON Web Tokens are, or send it in Params or by SocketTransport.LongPolling";

    /// <summary>Encodes the token: base64 in its standard alphabet, although the prefix says base64url, and without padding.</summary>
    public static string Encode(string token) => Convert.ToBase64String(Encoding.UTF8.GetBytes(token)).TrimEnd('=');

    /// <summary>Whether the encoded token is not a valid subprotocol, so that only a header can carry it.</summary>
    public static bool NeedsHeader(string token) => Encode(token).IndexOf('/') >= 0;
}
