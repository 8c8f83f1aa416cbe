using System.Text.Json.Serialization;

namespace Channels.Typed.AspNetCore.Tests.Fixture;

/// <summary>A closed hierarchy. Without its discriminator the serializer throws <see cref="NotSupportedException"/>.</summary>
[JsonDerivedType(typeof(Circle), "circle")]
internal abstract record Shape;
