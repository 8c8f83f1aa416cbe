using System.Collections.Immutable;
using Channels.Typed.Generators.Reading;
using Microsoft.CodeAnalysis;

namespace Channels.Typed.Generators.Switches;

/// <summary>Finds the cases of the types whose switches are checked: a reply, its kind, and a payload whose type is closed.</summary>
internal static class OutcomeCases
{
    private const string Ok = "Ok";
    private const string Error = "Error";

    /// <summary>Returns the cases; none if the type is not an outcome.</summary>
    public static IReadOnlyList<OutcomeCase> Of(ITypeSymbol? type, ContractOutcomes outcomes) => type switch
    {
        INamedTypeSymbol reply when reply.Is(KnownTypeNames.Reply) && reply.TypeArguments.Length == 2 => OfReply(reply),
        INamedTypeSymbol kind when kind.Is(KnownTypeNames.ReplyKind) => [OfKind(kind, Ok), OfKind(kind, Error)],
        INamedTypeSymbol { IsAbstract: true } payload => OfPayload(payload, outcomes),
        _ => [],
    };

    private static IReadOnlyList<OutcomeCase> OfPayload(INamedTypeSymbol payload, ContractOutcomes outcomes)
    {
        if (!outcomes.Contains(payload))
        {
            return [];
        }

        IReadOnlyList<INamedTypeSymbol> cases = ClosedHierarchy.Cases(payload);
        bool isClosed = !cases.Contains<INamedTypeSymbol>(payload, SymbolEqualityComparer.Default);
        return isClosed ? [.. cases.Select(OfType)] : [];
    }

    private static OutcomeCase OfType(INamedTypeSymbol type) => new(
        Name(type), writer => $"{writer.Type(type)} {writer.Variable(type)}", new Subject("", type, MayBeNull: false));

    private static IReadOnlyList<OutcomeCase> OfReply(INamedTypeSymbol reply) =>
    [
        .. OfReply(reply, Ok, reply.TypeArguments[0]),
        .. OfReply(reply, Error, reply.TypeArguments[1]),
    ];

    private static IEnumerable<OutcomeCase> OfReply(INamedTypeSymbol reply, string kind, ITypeSymbol payload)
    {
        ITypeSymbol[] types = payload is INamedTypeSymbol named ? [.. ClosedHierarchy.Cases(named)] : [payload];
        bool mayBeNull = payload.NullableAnnotation == NullableAnnotation.Annotated;
        string member = kind == Ok ? "Value" : Error;
        return types.Select(type => new OutcomeCase(
            types.Length == 1 ? kind : $"{kind} with {Name(type)}",
            writer => $"{{ Is{kind}: true, {member}: {(types.Length == 1 ? "var" : writer.Type(type))} {writer.Variable(type)} }}",
            new Subject("", reply, MayBeNull: false) { Members = Members(reply, kind, type, mayBeNull) }));
    }

    private static ImmutableDictionary<string, Subject?> Members(INamedTypeSymbol reply, string kind, ITypeSymbol payload, bool mayBeNull)
    {
        Subject value = Subject.Of(".payload", payload);
        value = value with { MayBeNull = value.MayBeNull || mayBeNull };
        var members = new Dictionary<string, Subject?> { ["Value"] = kind == Ok ? value : null, ["Error"] = kind == Error ? value : null };
        foreach (IPropertySymbol property in reply.GetMembers().OfType<IPropertySymbol>())
        {
            object? known = property.Name switch
            {
                "IsOk" => kind == Ok,
                "IsError" => kind == Error,
                "Kind" => Constant((INamedTypeSymbol)property.Type, kind),
                _ => null,
            };
            if (known is not null)
            {
                members[property.Name] = new Subject("." + property.Name, property.Type, MayBeNull: false) { Value = known };
            }
        }

        return members.ToImmutableDictionary();
    }

    private static OutcomeCase OfKind(INamedTypeSymbol type, string kind) => new(
        $"{type.Name}.{kind}",
        writer => $"{writer.Type(type)}.{kind}",
        new Subject("", type, MayBeNull: false) { Value = Constant(type, kind) });

    private static object? Constant(INamedTypeSymbol type, string name) =>
        type.GetMembers(name).OfType<IFieldSymbol>().FirstOrDefault()?.ConstantValue;

    private static string Name(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat);
}
