using System.Text;
using Channels.Typed.Generators.Model;
using Microsoft.CodeAnalysis;

namespace Channels.Typed.Generators.Reading;

/// <summary>Reads types: their names for emitted code, and whether they can be payloads.</summary>
internal static class TypeReader
{
    private static readonly string[] Scalars =
    [
        "System.Guid", "System.DateTimeOffset", "System.TimeSpan", "System.DateOnly", "System.TimeOnly", "System.Uri", "System.Version",
        "System.Memory", "System.ReadOnlyMemory", "System.Text.Json.Nodes.JsonArray", "System.Text.Json.Nodes.JsonValue",
    ];

    public static TypeRef Read(ITypeSymbol type) => new(type.FullName(), SimpleName(type));

    /// <summary>Whether the type is <c>ReadOnlyMemory&lt;byte&gt;</c>. Its bytes are sent as they are, in binary frames.</summary>
    public static bool IsBytes(ITypeSymbol type) =>
        type is INamedTypeSymbol { TypeArguments.Length: 1 } named
        && named.TypeArguments[0].SpecialType == SpecialType.System_Byte
        && named.Is("System.ReadOnlyMemory");

    /// <summary>Whether the protocol can carry values of the type: JSON objects and bytes.</summary>
    public static bool CanBePayload(ITypeSymbol type) => IsBytes(type) || CanBeObject(type);

    /// <summary>Whether values of the type are written as JSON objects, as far as the type shows. A custom converter is trusted.</summary>
    public static bool CanBeObject(ITypeSymbol type)
    {
        if (type.FindAttribute(KnownTypeNames.JsonConverterAttribute) is not null)
        {
            return true;
        }

        return type.TypeKind switch
        {
            TypeKind.Error => true, // The compiler reports it. Another generator may also emit it.
            TypeKind.Class or TypeKind.Struct or TypeKind.Interface => !IsScalar(type) && !IsList(type),
            _ => false,
        };
    }

    // A nullable struct counts as a scalar, because its value may be null and not an object.
    private static bool IsScalar(ITypeSymbol type) =>
        type.OriginalDefinition.SpecialType is not (SpecialType.None or SpecialType.System_Object)
        || type.IsRefLikeType
        || Array.Exists(Scalars, scalar => type.Is(scalar));

    private static bool IsList(ITypeSymbol type)
    {
        bool isEnumerable = false;
        foreach (INamedTypeSymbol @interface in type.AllInterfaces)
        {
            if (@interface.Is("System.Collections.Generic.IDictionary") || @interface.Is("System.Collections.Generic.IReadOnlyDictionary"))
            {
                return false;
            }

            isEnumerable |= @interface.SpecialType == SpecialType.System_Collections_IEnumerable;
        }

        return isEnumerable
            && !type.Is("System.Collections.Generic.IDictionary")
            && !type.Is("System.Collections.Generic.IReadOnlyDictionary")
            && !type.Is("System.Text.Json.Nodes.JsonObject");
    }

    private static string SimpleName(ITypeSymbol type)
    {
        var name = new StringBuilder();
        Append(name, type);
        return name.Length == 0 ? "Payload" : name.ToString();
    }

    private static void Append(StringBuilder name, ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol array)
        {
            Append(name, array.ElementType);
            name.Append("Array");
            return;
        }

        if (type.ContainingType is { } outer)
        {
            Append(name, outer);
        }

        name.Append(type.Name);
        if (type is INamedTypeSymbol named)
        {
            foreach (ITypeSymbol argument in named.TypeArguments)
            {
                Append(name, argument);
            }
        }
    }
}
