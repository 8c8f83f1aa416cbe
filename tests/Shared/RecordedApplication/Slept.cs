using System.Text.Json.Serialization;

namespace Channels.Typed.InteropClient.Contracts;

/// <summary>How long the channel was busy.</summary>
public sealed record Slept([property: JsonPropertyName("slept")] int? Ms);
