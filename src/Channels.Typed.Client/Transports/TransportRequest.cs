namespace Channels.Typed.Client.Transports;

/// <summary>What one attempt to connect is made with: address, parameters and token, as they were asked for just before.</summary>
public sealed class TransportRequest
{
    internal TransportRequest(Uri webSocketUri, Uri longPollUri, string? authToken)
    {
        WebSocketUri = webSocketUri;
        LongPollUri = longPollUri;
        AuthToken = authToken;
    }

    /// <summary>Gets the address for a WebSocket, <c>ws</c> or <c>wss</c>, with all parameters.</summary>
    public Uri WebSocketUri { get; }

    /// <summary>Gets the address for long polling, <c>http</c> or <c>https</c>, with all parameters.</summary>
    public Uri LongPollUri { get; }

    /// <summary>Gets the auth token, if there is one.</summary>
    public string? AuthToken { get; }
}
