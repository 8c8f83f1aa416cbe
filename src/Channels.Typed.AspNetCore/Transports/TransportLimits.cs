namespace Channels.Typed.AspNetCore.Transports;

/// <summary>The bounds of one connection.</summary>
/// <param name="MaxMessageBytes">The longest message that the client may send, in bytes.</param>
/// <param name="MaxOutboxBytes">How many bytes may wait for the client before the connection is closed.</param>
internal readonly record struct TransportLimits(int MaxMessageBytes, int MaxOutboxBytes);
