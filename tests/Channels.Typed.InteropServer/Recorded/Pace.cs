namespace Channels.Typed.InteropServer.Recorded;

/// <summary>The speed of the application.</summary>
/// <param name="Later">The delay of a later reply or stop: 20 ms as recorded, and longer if a slow client must act before it.</param>
internal sealed record Pace(TimeSpan Later);
