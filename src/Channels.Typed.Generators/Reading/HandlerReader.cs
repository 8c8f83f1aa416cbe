using Channels.Typed.Generators.Diagnostics;
using Channels.Typed.Generators.Model;
using Microsoft.CodeAnalysis;

namespace Channels.Typed.Generators.Reading;

/// <summary>Reads a handler class and, through its interfaces, the contract that it implements.</summary>
internal static class HandlerReader
{
    public static ReadResult<HandlerModel> Read(INamedTypeSymbol handler, CancellationToken cancellationToken)
    {
        var problems = new List<Problem>();
        bool isPartial = true;
        for (INamedTypeSymbol? type = handler; type is not null; type = type.ContainingType)
        {
            if (!type.IsPartial(cancellationToken))
            {
                problems.Add(new Problem(Descriptors.HandlerIsNotPartial, type.Location(), type.Name));
                isPartial = false;
            }
        }

        ContractModel? contract = ReadContract(handler, problems, out INamedTypeSymbol? symbol, cancellationToken);
        EquatableArray<ServiceModel> services = ConstructorReader.Read(handler, problems);
        if (contract is null || !isPartial)
        {
            return new ReadResult<HandlerModel>(null, problems);
        }

        var containing = new List<string>();
        for (INamedTypeSymbol? type = handler.ContainingType; type is not null; type = type.ContainingType)
        {
            containing.Insert(0, Declare(type));
        }

        return new ReadResult<HandlerModel>(
            new HandlerModel(
                handler.ContainingNamespace.IsGlobalNamespace ? "" : handler.ContainingNamespace.ToDisplayString(),
                new EquatableArray<string>([.. containing]),
                Declare(handler),
                handler.Name,
                handler.ToDisplayString(),
                symbol!.FullName(), // Not null, because there is a contract.
                contract,
                services,
                RuleReader.Read(handler, symbol!),
                contract.IsBroken || problems.Count > 0,
                contract.IsBroken ? ReadWithheld(handler) : default),
            problems);
    }

    // Only a broken contract can have methods with these names. CHT0003 reports them; without this, the compiler would report them here as
    // well.
    private static EquatableArray<string> ReadWithheld(INamedTypeSymbol handler) =>
        new([.. handler.MemberNames.Where(ReservedNames.IsOfHandler).OrderBy(static name => name, StringComparer.Ordinal)]);

    private static ContractModel? ReadContract(
        INamedTypeSymbol handler, List<Problem> problems, out INamedTypeSymbol? symbol, CancellationToken cancellationToken)
    {
        INamedTypeSymbol[] contracts =
        [
            .. handler.AllInterfaces.Where(static @interface => @interface.FindAttribute(KnownTypeNames.ChannelAttribute) is not null),
        ];
        symbol = contracts.Length == 1 ? contracts[0] : null;
        if (symbol is not null)
        {
            // The problems of the contract are reported where it is declared. The handler uses the valid parts.
            return ContractReader.Read(symbol, cancellationToken).Model;
        }

        // An interface that does not exist may be the contract. The compiler reports it.
        if (contracts.Length > 1 || !handler.Interfaces.Any(@interface => @interface.TypeKind == TypeKind.Error))
        {
            problems.Add(new Problem(
                Descriptors.HandlerHasNoContract,
                handler.Location(),
                handler.Name,
                contracts.Length == 0 ? "none" : string.Join(" and ", contracts.Select(contract => contract.Name))));
        }

        return null;
    }

    private static string Declare(INamedTypeSymbol type)
    {
        string kind = (type.IsRecord, type.TypeKind) switch
        {
            (true, TypeKind.Struct) => "record struct",
            (true, _) => "record",
            (_, TypeKind.Struct) => "struct",
            (_, TypeKind.Interface) => "interface",
            _ => "class",
        };
        return $"partial {kind} {type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}";
    }
}
