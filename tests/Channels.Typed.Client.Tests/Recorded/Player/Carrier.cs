namespace Channels.Typed.Client.Tests.Recorded.Player;

/// <summary>The transport over which a recorded WebSocket session is played.</summary>
public enum Carrier
{
    /// <summary>An in-memory transport.</summary>
    Memory,

    /// <summary>WebSockets of a local Kestrel server.</summary>
    WebSocket,
}
