namespace Channels.Typed.Tests.Shared.RecordedApplication;

/// <summary>The number of milliseconds for which the channel is busy.</summary>
public sealed record Sleep(int Ms);
