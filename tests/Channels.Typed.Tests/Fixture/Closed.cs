using System.Text.Json.Serialization;

namespace Channels.Typed.Tests.Fixture;

/// <summary>A refusal of one of several kinds, told apart by its reason.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "reason")]
[JsonDerivedType(typeof(Full), "full")]
internal abstract record Closed
{
    public sealed record Full : Closed;
}
