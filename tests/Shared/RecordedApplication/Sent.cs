using System.Text.Json.Serialization;

namespace Channels.Typed.Tests.Shared.RecordedApplication;

/// <summary>The message was sent.</summary>
public sealed record Sent([property: JsonPropertyName("sent")] bool IsSent);
