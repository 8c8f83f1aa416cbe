namespace Channels.Typed.Client.Tests.Recorded.Player;

/// <summary>What carries a recording that was made over WebSockets.</summary>
public enum Carrier
{
    /// <summary>Messages in memory.</summary>
    Memory,

    /// <summary>WebSockets of a real server on this machine.</summary>
    WebSocket,
}
