namespace Channels.Typed.Generators.Model;

/// <summary>A type as emitted code writes it.</summary>
/// <param name="FullName">With <c>global::</c> and nullable annotations.</param>
/// <param name="SimpleName">An identifier made of the type's name and those of its arguments, for names derived from it.</param>
internal sealed record TypeRef(string FullName, string SimpleName)
{
    public static TypeRef Empty { get; } = new("global::Channels.Typed.Empty", "Empty");
}
