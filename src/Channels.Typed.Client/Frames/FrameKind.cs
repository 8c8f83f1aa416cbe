namespace Channels.Typed.Client.Frames;

/// <summary>The kinds of frames that a client sends.</summary>
internal enum FrameKind
{
    Push,
    Join,
    Leave,
    Heartbeat,
}
