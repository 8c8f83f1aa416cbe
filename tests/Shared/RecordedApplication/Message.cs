using System.Text.Json.Serialization;

namespace Channels.Typed.Tests.Shared.RecordedApplication;

/// <summary>A message of a room. Each part is left out of the JSON when it is not set.</summary>
public sealed record Message(
    string? Body = null,
    [property: JsonPropertyName("n"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Number = 0);
