using System.Text.Json.Serialization;

namespace Channels.Typed.Tests.Shared.RecordedApplication;

/// <summary>A push to one client only.</summary>
public sealed record Whisper([property: JsonPropertyName("w")] int Number);
