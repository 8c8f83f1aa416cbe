namespace Channels.Typed.Client.Sockets;

/// <summary>What a client sends.</summary>
internal enum FrameKind
{
    Push,
    Join,
    Leave,
    Heartbeat,
}
