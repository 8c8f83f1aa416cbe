using Channels.Typed.Generators.Reading;
using Microsoft.CodeAnalysis;

namespace Channels.Typed.Generators.Switches;

/// <summary>Types that have no others than these: a union, as far as C# has them.</summary>
internal static class ClosedHierarchy
{
    /// <summary>The types that a value of this type can have, in the order of their declaration. A type that is not closed is its only case.</summary>
    public static IReadOnlyList<INamedTypeSymbol> Cases(INamedTypeSymbol type)
    {
        if (!type.IsAbstract)
        {
            return [type];
        }

        // What the JSON has no name for can be neither sent nor received.
        var cases = new List<INamedTypeSymbol>();
        foreach (AttributeData attribute in type.GetAttributes())
        {
            if (attribute.AttributeClass.Is(KnownTypeNames.JsonDerivedTypeAttribute)
                && attribute.ConstructorArguments.Length > 0
                && attribute.ConstructorArguments[0].Value is INamedTypeSymbol declared
                && DerivesFrom(declared, type))
            {
                cases.Add(declared);
            }
        }

        if (HasOwnConstructorsOnly(type))
        {
            cases.AddRange(type.ContainingAssembly.GlobalNamespace.AllTypes().Where(other => SymbolEqualityComparer.Default.Equals(other.BaseType, type)));
        }

        return cases.Count == 0
            ? [type]
            : [.. cases.SelectMany(Cases).Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default)];
    }

    public static bool DerivesFrom(INamedTypeSymbol type, INamedTypeSymbol @base) =>
        !SymbolEqualityComparer.Default.Equals(type, @base)
        && (RuleReader.WithBases(type).Contains<INamedTypeSymbol>(@base, SymbolEqualityComparer.Default)
            || type.AllInterfaces.Contains<INamedTypeSymbol>(@base, SymbolEqualityComparer.Default));

    // Nobody else can derive from it. The copy constructor of a record is not for them, and a compiled assembly does not show what is private.
    private static bool HasOwnConstructorsOnly(INamedTypeSymbol type) => type.TypeKind == TypeKind.Class && type.InstanceConstructors.All(constructor =>
        constructor.DeclaredAccessibility is Accessibility.Private or Accessibility.Internal or Accessibility.ProtectedAndInternal
        || (type.IsRecord && constructor.Parameters.Length == 1 && SymbolEqualityComparer.Default.Equals(constructor.Parameters[0].Type, type)));
}
