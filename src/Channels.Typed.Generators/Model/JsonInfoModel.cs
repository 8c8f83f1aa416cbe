namespace Channels.Typed.Generators.Model;

/// <summary>A payload type and the field of the descriptor that says how it is read and written.</summary>
/// <param name="Type">The type.</param>
/// <param name="Field">The field's name.</param>
internal sealed record JsonInfoModel(TypeRef Type, string Field);
