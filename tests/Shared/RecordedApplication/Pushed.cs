using System.Text.Json.Serialization;

namespace Channels.Typed.InteropClient.Contracts;

/// <summary>The event was pushed.</summary>
public sealed record Pushed([property: JsonPropertyName("pushed")] bool IsPushed);
