namespace Channels.Typed.Client;

/// <summary>Where a <see cref="ChannelSocket"/> is in its life.</summary>
public enum SocketState
{
    /// <summary>No connection, and none is wanted: nothing was asked for yet, or <see cref="ChannelSocket.DisconnectAsync(CancellationToken)"/> was called.</summary>
    Disconnected,

    /// <summary>The first connection is being made; attempts go on until one succeeds.</summary>
    Connecting,

    /// <summary>Connected.</summary>
    Connected,

    /// <summary>The connection was lost and is being made again; attempts go on until one succeeds.</summary>
    Reconnecting,

    /// <summary>Disposed, for good.</summary>
    Closed,
}
