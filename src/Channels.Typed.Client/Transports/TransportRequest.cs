namespace Channels.Typed.Client.Transports;

/// <summary>The data of one attempt to connect: addresses, parameters and token. The socket makes a new request for each attempt.</summary>
public sealed class TransportRequest
{
    internal TransportRequest(Uri webSocketUri, Uri longPollUri, string? authToken)
    {
        WebSocketUri = webSocketUri;
        LongPollUri = longPollUri;
        AuthToken = authToken;
    }

    /// <summary>Gets the address for a WebSocket (<c>ws</c> or <c>wss</c>), with all parameters in its query.</summary>
    public Uri WebSocketUri { get; }

    /// <summary>Gets the address for long polling (<c>http</c> or <c>https</c>), with all parameters in its query.</summary>
    public Uri LongPollUri { get; }

    /// <summary>Gets the auth token, if there is one.</summary>
    public string? AuthToken { get; }
}
