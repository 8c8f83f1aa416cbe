namespace Channels.Typed.Generators.Model;

/// <summary>A payload type and the field of the descriptor that holds its JSON metadata.</summary>
/// <param name="Type">The type.</param>
/// <param name="Field">The field's name.</param>
internal sealed record JsonInfoModel(TypeRef Type, string Field)
{
    /// <summary>What identifies the metadata of a type. A nullable reference type has the same metadata as the type itself.</summary>
    public static string Key(TypeRef type) => type.FullName.TrimEnd('?');
}
