using Channels.Typed.Generators.Reading;
using Microsoft.CodeAnalysis;

namespace Channels.Typed.Generators.Switches;

/// <summary>Finds the cases of a closed type, which is a union as far as C# has them.</summary>
internal static class ClosedHierarchy
{
    /// <summary>
    /// The types that values of this type can have, in the order of their declaration; only the type itself if it is not closed.
    /// </summary>
    public static IReadOnlyList<INamedTypeSymbol> Cases(INamedTypeSymbol type)
    {
        if (!type.IsAbstract)
        {
            return [type];
        }

        // The JSON serializer can write and read only the derived types that are declared here.
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
            IEnumerable<INamedTypeSymbol> all = type.ContainingAssembly.GlobalNamespace.AllTypes();
            cases.AddRange(all.Where(other => SymbolEqualityComparer.Default.Equals(other.BaseType, type)));
        }

        return cases.Count == 0
            ? [type]
            : [.. cases.SelectMany(Cases).Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default)];
    }

    public static bool DerivesFrom(INamedTypeSymbol type, INamedTypeSymbol @base) =>
        !SymbolEqualityComparer.Default.Equals(type, @base)
        && (RuleReader.WithBases(type).Contains<INamedTypeSymbol>(@base, SymbolEqualityComparer.Default)
            || type.AllInterfaces.Contains<INamedTypeSymbol>(@base, SymbolEqualityComparer.Default));

    // Whether no type outside the assembly can derive from the type. The copy constructor of a record does not count, and the metadata of a
    // compiled assembly may not contain private constructors.
    private static bool HasOwnConstructorsOnly(INamedTypeSymbol type) =>
        type.TypeKind == TypeKind.Class && type.InstanceConstructors.All(constructor =>
            constructor.DeclaredAccessibility is Accessibility.Private or Accessibility.Internal or Accessibility.ProtectedAndInternal
            || constructor.IsCopyOf(type));
}
