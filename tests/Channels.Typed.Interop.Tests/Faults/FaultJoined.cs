namespace Channels.Typed.Interop.Tests.Faults;

/// <summary>The reply of a join.</summary>
/// <param name="Joins">How many joins the topic has had, this one included.</param>
public sealed record FaultJoined(int Joins);
