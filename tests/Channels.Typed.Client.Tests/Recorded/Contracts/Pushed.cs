using System.Text.Json.Serialization;

namespace Channels.Typed.Client.Tests.Recorded.Contracts;

/// <summary>The event was pushed.</summary>
public sealed record Pushed([property: JsonPropertyName("pushed")] bool IsPushed);
