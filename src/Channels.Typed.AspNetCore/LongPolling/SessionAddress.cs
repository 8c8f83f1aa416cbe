namespace Channels.Typed.AspNetCore.LongPolling;

/// <summary>The address of a session.</summary>
/// <param name="Node">The server that the session lives on.</param>
/// <param name="Session">The id of the session.</param>
internal readonly record struct SessionAddress(Guid Node, Guid Session);
