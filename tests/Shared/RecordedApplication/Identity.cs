using System.Text.Json.Serialization;

namespace Channels.Typed.InteropClient.Contracts;

/// <summary>What the server knows of this channel.</summary>
public sealed record Identity([property: JsonPropertyName("join_ref")] string? JoinRef, string? Id);
