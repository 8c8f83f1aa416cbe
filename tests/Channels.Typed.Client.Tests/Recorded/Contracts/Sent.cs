using System.Text.Json.Serialization;

namespace Channels.Typed.Client.Tests.Recorded.Contracts;

/// <summary>The message was sent.</summary>
public sealed record Sent([property: JsonPropertyName("sent")] bool IsSent);
