namespace Channels.Typed.AspNetCore.Transports;

/// <summary>The limits of one outbox.</summary>
/// <param name="MaxBytes">
/// The maximum number of bytes that wait or are being written and whose sender does not wait for room. Beyond it the connection is aborted.
/// </param>
/// <param name="HighWaterBytes">The number of bytes at which senders wait for room. Half of it is the number at which they go on.</param>
internal readonly record struct OutboxLimits(int MaxBytes, int HighWaterBytes);
