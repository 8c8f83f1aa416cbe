namespace Channels.Typed.AspNetCore.Transports;

/// <summary>The limits of one connection.</summary>
/// <param name="MaxMessageBytes">The maximum length of a message from the client, in bytes.</param>
/// <param name="Outbox">The limits of the outbox.</param>
internal readonly record struct TransportLimits(int MaxMessageBytes, OutboxLimits Outbox);
