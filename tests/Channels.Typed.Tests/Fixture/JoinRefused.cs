using System.Text.Json.Serialization;

namespace Channels.Typed.Tests.Fixture;

/// <summary>A refusal that is one of several types, chosen by its reason.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "reason")]
[JsonDerivedType(typeof(Full), "full")]
internal abstract record JoinRefused
{
    public sealed record Full : JoinRefused;
}
