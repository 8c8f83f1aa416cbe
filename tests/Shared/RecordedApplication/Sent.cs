using System.Text.Json.Serialization;

namespace Channels.Typed.InteropClient.Contracts;

/// <summary>The message was sent.</summary>
public sealed record Sent([property: JsonPropertyName("sent")] bool IsSent);
