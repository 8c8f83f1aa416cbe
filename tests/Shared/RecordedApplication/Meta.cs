using System.Text.Json.Serialization;

namespace Channels.Typed.Tests.Shared.RecordedApplication;

/// <summary>One presence of a key.</summary>
public sealed record Meta(
    System.Text.Json.JsonElement? Device,
    [property: JsonPropertyName("phx_ref")] string PhxRef,
    [property: JsonPropertyName("phx_ref_prev")] string? PhxRefPrev = null);
