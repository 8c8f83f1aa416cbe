namespace Channels.Typed.Generators.Model;

/// <summary>The parameter that carries a payload.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="Type">Its type.</param>
/// <param name="IsValueType">Whether the type is a struct.</param>
/// <param name="IsOptional">Whether it has a default value. That can only be <see langword="default"/>.</param>
internal sealed record PayloadModel(string Name, TypeRef Type, bool IsValueType, bool IsOptional);
