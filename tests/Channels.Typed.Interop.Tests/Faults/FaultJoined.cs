namespace Channels.Typed.Interop.Tests.Lab;

/// <summary>The reply of a join.</summary>
/// <param name="Joins">How many joins the topic has had, this one included.</param>
public sealed record LabJoined(int Joins);
