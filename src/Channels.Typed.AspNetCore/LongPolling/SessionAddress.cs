namespace Channels.Typed.AspNetCore.LongPolling;

/// <summary>Where a session is: the server that holds it, and its name there.</summary>
internal readonly record struct SessionAddress(Guid Node, Guid Session);
