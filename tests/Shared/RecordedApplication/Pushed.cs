using System.Text.Json.Serialization;

namespace Channels.Typed.Tests.Shared.RecordedApplication;

/// <summary>The event was pushed.</summary>
public sealed record Pushed([property: JsonPropertyName("pushed")] bool IsPushed);
