using System.Text.Json.Serialization;

namespace Channels.Typed.Tests.Shared.RecordedApplication;

/// <summary>The join ref and the socket id that the server has for this channel.</summary>
public sealed record Identity([property: JsonPropertyName("join_ref")] string? JoinRef, string? Id);
