namespace Channels.Typed.AspNetCore.Transports;

/// <summary>The limits of one connection.</summary>
/// <param name="MaxMessageBytes">The maximum length of a message from the client, in bytes.</param>
/// <param name="MaxOutboxBytes">The maximum number of bytes that wait for the client. Beyond it the connection is aborted.</param>
internal readonly record struct TransportLimits(int MaxMessageBytes, int MaxOutboxBytes);
