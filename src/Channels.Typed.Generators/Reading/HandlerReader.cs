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
                symbol!.FullName(), // Found with the contract, here and below.
                contract,
                services,
                RuleReader.Read(handler, symbol!),
                contract.IsBroken || problems.Count > 0,
                contract.IsBroken ? new EquatableArray<string>([.. handler.MemberNames.Where(ReservedNames.IsOfHandler).OrderBy(static name => name, StringComparer.Ordinal)]) : default),
            problems);
    }

    private static ContractModel? ReadContract(
        INamedTypeSymbol handler, List<Problem> problems, out INamedTypeSymbol? symbol, CancellationToken cancellationToken)
    {
        INamedTypeSymbol[] contracts = [.. handler.AllInterfaces.Where(@interface => @interface.FindAttribute(KnownTypeNames.ChannelAttribute) is not null)];
        symbol = contracts.Length == 1 ? contracts[0] : null;
        if (symbol is not null)
        {
            // What is wrong with the contract is told where it is declared, and the handler completed with what is right.
            return ContractReader.Read(symbol, cancellationToken).Model;
        }

        // An unknown interface may well be the contract; the compiler tells of it.
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
