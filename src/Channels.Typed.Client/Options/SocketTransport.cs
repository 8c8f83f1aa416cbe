namespace Channels.Typed.Client;

/// <summary>How the messages of a <see cref="ChannelSocket"/> travel.</summary>
public enum SocketTransport
{
    /// <summary>Over a WebSocket, and by nothing else.</summary>
    WebSocket,

    /// <summary>By long polling: HTTP requests that wait for messages, and others that send them.</summary>
    LongPolling,

    /// <summary>
    /// Over a WebSocket; by long polling where none gets through, until one does. See <see cref="ChannelSocketOptions.FallbackAfter"/> and
    /// <see cref="ChannelSocketOptions.WebSocketRetryInterval"/>.
    /// </summary>
    WebSocketThenLongPolling,
}
