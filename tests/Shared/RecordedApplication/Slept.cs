using System.Text.Json.Serialization;

namespace Channels.Typed.Tests.Shared.RecordedApplication;

/// <summary>The number of milliseconds for which the channel was busy.</summary>
public sealed record Slept([property: JsonPropertyName("slept")] int? Ms);
