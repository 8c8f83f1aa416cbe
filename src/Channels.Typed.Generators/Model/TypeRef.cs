namespace Channels.Typed.Generators.Model;

/// <summary>The name of a type, for emitted code.</summary>
/// <param name="FullName">The full name with <c>global::</c> and nullable annotations.</param>
/// <param name="SimpleName">
/// An identifier that joins the names of the type and its type arguments. Generated names are derived from it.
/// </param>
internal sealed record TypeRef(string FullName, string SimpleName)
{
    public static TypeRef Empty { get; } = new("global::Channels.Typed.Empty", "Empty");
}
