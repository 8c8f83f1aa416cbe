using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Channels.Typed.Generators.Switches;

/// <summary>A value that patterns look at, and what is known of it.</summary>
/// <param name="Path">Where it is found, which tells its tests from those of other values.</param>
/// <param name="Type">Its type, or a base of it; never a nullable value type.</param>
/// <param name="MayBeNull">Whether null has to be reckoned with.</param>
internal sealed record Subject(string Path, ITypeSymbol Type, bool MayBeNull)
{
    /// <summary>Whether it is null for certain.</summary>
    public bool IsNull { get; init; }

    /// <summary>The value itself, of an enum or a boolean, if that is known.</summary>
    public object? Value { get; init; }

    /// <summary>The members of which more is known than their type; null for one that cannot be read.</summary>
    public ImmutableDictionary<string, Subject?> Members { get; init; } = ImmutableDictionary<string, Subject?>.Empty;

    public static Subject Of(string path, ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
            ? new Subject(path, nullable.TypeArguments[0], MayBeNull: true)
            : new Subject(path, type, type.NullableAnnotation == NullableAnnotation.Annotated);

    /// <summary>The value of a member; null if it cannot be read.</summary>
    public Subject? Member(string name, ITypeSymbol type) => Members.TryGetValue(name, out Subject? known) ? known : Of($"{Path}.{name}", type);
}
