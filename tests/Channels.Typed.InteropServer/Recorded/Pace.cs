namespace Channels.Typed.InteropServer.Recorded;

/// <summary>How fast the application is.</summary>
/// <param name="Later">How long what comes later takes: 20 ms as recorded, and more where a client that is slow must come before it.</param>
internal sealed record Pace(TimeSpan Later);
