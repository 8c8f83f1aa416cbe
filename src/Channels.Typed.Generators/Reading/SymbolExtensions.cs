using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Channels.Typed.Generators.Reading;

internal static class SymbolExtensions
{
    private static readonly SymbolDisplayFormat WithNullability = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>Whether the type has this full name. Type arguments are not compared.</summary>
    public static bool Is(this ITypeSymbol? type, string fullName)
    {
        // The name is compared first: that is cheap, and nearly all types differ in it.
        int dot = fullName.LastIndexOf('.');
        return type is INamedTypeSymbol { ContainingType: null } named
            && string.CompareOrdinal(fullName, dot + 1, named.Name, 0, int.MaxValue) == 0
            && named.ContainingNamespace.ToDisplayString() == fullName.Substring(0, dot);
    }

    public static AttributeData? FindAttribute(this ISymbol symbol, string fullName)
    {
        foreach (AttributeData attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass.Is(fullName))
            {
                return attribute;
            }
        }

        return null;
    }

    public static T? Named<T>(this AttributeData attribute, string name)
    {
        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
        {
            if (argument.Key == name)
            {
                return argument.Value.Value is T value ? value : default;
            }
        }

        return default;
    }

    /// <summary>The attribute's first positional argument, a string.</summary>
    public static string? Text(this AttributeData attribute) =>
        attribute.ConstructorArguments.Length > 0 ? attribute.ConstructorArguments[0].Value as string : null;

    public static Location Location(this ISymbol symbol) =>
        symbol.Locations.Length > 0 ? symbol.Locations[0] : Microsoft.CodeAnalysis.Location.None;

    /// <summary>The location of the attribute's first argument, or of the attribute if it has no arguments.</summary>
    public static Location Location(this AttributeData attribute, CancellationToken cancellationToken) =>
        attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken) is AttributeSyntax syntax
            ? syntax.ArgumentList?.Arguments.FirstOrDefault()?.GetLocation() ?? syntax.GetLocation()
            : Microsoft.CodeAnalysis.Location.None;

    public static string FullName(this ITypeSymbol type) => type.ToDisplayString(WithNullability);

    public static bool IsPartial(this INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        foreach (SyntaxReference reference in type.DeclaringSyntaxReferences)
        {
            if (reference.GetSyntax(cancellationToken) is TypeDeclarationSyntax declaration
                && declaration.Modifiers.Any(modifier => modifier.ValueText == "partial"))
            {
                return true;
            }
        }

        // A type of another assembly has no source here. It is compiled already, so it does not have to be partial.
        return type.DeclaringSyntaxReferences.Length == 0;
    }

    /// <summary>Whether this is the copy constructor of a record.</summary>
    public static bool IsCopyOf(this IMethodSymbol constructor, INamedTypeSymbol type) => type.IsRecord
        && constructor.Parameters.Length == 1
        && SymbolEqualityComparer.Default.Equals(constructor.Parameters[0].Type, type);

    /// <summary>The members of an interface and of its base interfaces, base interfaces first.</summary>
    public static IEnumerable<ISymbol> AllMembers(this INamedTypeSymbol type)
    {
        foreach (INamedTypeSymbol @base in type.AllInterfaces)
        {
            foreach (ISymbol member in @base.GetMembers())
            {
                yield return member;
            }
        }

        foreach (ISymbol member in type.GetMembers())
        {
            yield return member;
        }
    }

    /// <summary>All types in a namespace or type, including nested types.</summary>
    public static IEnumerable<INamedTypeSymbol> AllTypes(this INamespaceOrTypeSymbol container)
    {
        foreach (INamespaceOrTypeSymbol member in container.GetMembers().OfType<INamespaceOrTypeSymbol>())
        {
            if (member is INamedTypeSymbol type)
            {
                yield return type;
            }

            foreach (INamedTypeSymbol inner in AllTypes(member))
            {
                yield return inner;
            }
        }
    }
}
