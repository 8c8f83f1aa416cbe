namespace Channels.Typed.Client;

/// <summary>The transports of a <see cref="ChannelSocket"/>.</summary>
public enum SocketTransport
{
    /// <summary>WebSocket only.</summary>
    WebSocket,

    /// <summary>Long polling: HTTP requests that wait for messages, and others that send them.</summary>
    LongPolling,

    /// <summary>
    /// WebSocket first; long polling as long as no WebSocket works. See <see cref="ChannelSocketOptions.FallbackAfter"/> and
    /// <see cref="ChannelSocketOptions.WebSocketRetryInterval"/>.
    /// </summary>
    WebSocketThenLongPolling,
}
