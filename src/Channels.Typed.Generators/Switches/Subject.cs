using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Channels.Typed.Generators.Switches;

/// <summary>A value that patterns are matched against, and what is known about it.</summary>
/// <param name="Path">Its place in the switched value. It distinguishes the tests of this value from the tests of others.</param>
/// <param name="Type">Its type or a base type; never a nullable value type.</param>
/// <param name="MayBeNull">Whether the value may be null.</param>
internal sealed record Subject(string Path, ITypeSymbol Type, bool MayBeNull)
{
    /// <summary>Whether the value is certainly null.</summary>
    public bool IsNull { get; init; }

    /// <summary>The value itself if it is known. Only for an enum or a boolean.</summary>
    public object? Value { get; init; }

    /// <summary>The members about which more is known than their type. Null for a member whose getter throws.</summary>
    public ImmutableDictionary<string, Subject?> Members { get; init; } = ImmutableDictionary<string, Subject?>.Empty;

    public static Subject Of(string path, ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
            ? new Subject(path, nullable.TypeArguments[0], MayBeNull: true)
            : new Subject(path, type, type.NullableAnnotation == NullableAnnotation.Annotated);

    /// <summary>The value of a member; null if its getter throws.</summary>
    public Subject? Member(string name, ITypeSymbol type) =>
        Members.TryGetValue(name, out Subject? known) ? known : Of($"{Path}.{name}", type);
}
