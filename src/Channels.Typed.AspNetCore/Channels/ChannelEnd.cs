namespace Channels.Typed.AspNetCore.Channels;

/// <summary>How a channel comes to its end; decides what the client is told, and in which order (protocol section "Leaving, stopping, crashing").</summary>
internal enum ChannelEnd
{
    /// <summary>The client left: reply, <c>phx_close</c>, then terminate.</summary>
    Left,

    /// <summary>The handler stopped: <c>phx_close</c>, then terminate.</summary>
    Stopped,

    /// <summary>The handler stopped, as failed: terminate, then <c>phx_error</c>.</summary>
    Failed,

    /// <summary>A callback threw: terminate, then <c>phx_error</c>.</summary>
    Crashed,

    /// <summary>The client joined the topic again: terminate; the successor announces the close after its own reply.</summary>
    Replaced,

    /// <summary>The connection is gone: terminate, nobody is told.</summary>
    ConnectionLost,

    /// <summary>The join was refused: the reply said so already.</summary>
    Refused,
}
