using Channels.Typed.Generators.Diagnostics;
using Channels.Typed.Generators.Model;
using Microsoft.CodeAnalysis;

namespace Channels.Typed.Generators.Reading;

/// <summary>Reads a contract. The generators take the model, the analyzer takes the problems: one set of rules for both.</summary>
/// <remarks>Of what is wrong the model has nothing, so that what is generated from it compiles.</remarks>
internal static class ContractReader
{
    public static ReadResult<ContractModel> Read(INamedTypeSymbol contract, CancellationToken cancellationToken)
    {
        var problems = new List<Problem>();
        AttributeData channel = contract.FindAttribute(KnownTypeNames.ChannelAttribute)!; // Callers come here through it.

        INamedTypeSymbol? events = ReadShape(contract, problems, cancellationToken);
        string pattern = channel.Text() ?? "";
        EquatableArray<TopicParameterModel> parameters = TopicReader.Read(pattern, contract.Name, channel.Location(cancellationToken), problems);
        MethodReader.Read(contract, problems, out MethodModel? join, out List<MethodModel> methods, cancellationToken);
        List<EventModel> eventModels = events is null ? [] : EventReader.Read(events, problems, cancellationToken);
        CheckNames(contract, events, ref join, methods, eventModels, problems);
        if (join is null && problems.Count == 0)
        {
            problems.Add(new Problem(Descriptors.OneJoin, contract.Location(), contract.Name, "none"));
        }

        if (events is null || contract.ContainingType is not null || contract.IsGenericType)
        {
            return new ReadResult<ContractModel>(null, problems);
        }

        return new ReadResult<ContractModel>(
            new ContractModel(
                contract.ContainingNamespace.IsGlobalNamespace ? "" : contract.ContainingNamespace.ToDisplayString(),
                contract.Name,
                contract.DeclaredAccessibility == Accessibility.Public,
                events.FullName(),
                pattern,
                parameters,
                channel.Named<INamedTypeSymbol>("JsonContext")?.FullName(),
                join ?? MethodReader.NoJoin,
                new EquatableArray<MethodModel>([.. methods]),
                new EquatableArray<EventModel>([.. eventModels]),
                JsonInfoReader.Read(join ?? MethodReader.NoJoin, methods, eventModels),
                problems.Count > 0),
            problems);
    }

    private static void CheckNames(
        INamedTypeSymbol contract, INamedTypeSymbol? events, ref MethodModel? join, List<MethodModel> methods, List<EventModel> eventModels, List<Problem> problems)
    {
        join = join is not null && IsReserved(contract, join.Name, ReservedNames.FindConflict(contract.Name, join.Name, methods, eventModels)) ? null : join;
        MethodModel[] all = [.. methods];
        methods.RemoveAll(method => IsReserved(contract, method.Name, ReservedNames.FindConflict(contract.Name, method.Name, all, eventModels)));
        EventNameReader.CheckDistinct(methods, static method => (method.EventName, method.BaseName, method.Name), contract, problems);
        eventModels.RemoveAll(@event => IsReserved(events!, @event.Name, ReservedNames.FindConflict(contract.Name, @event))); // There are no events without it.

        bool IsReserved(INamedTypeSymbol type, string name, string? conflict)
        {
            if (conflict is not null)
            {
                problems.Add(new Problem(Descriptors.MethodShape, type.AllMembers().Last(member => member.Name == name).Location(), name, conflict));
            }

            return conflict is not null;
        }
    }

    private static INamedTypeSymbol? ReadShape(INamedTypeSymbol contract, List<Problem> problems, CancellationToken cancellationToken)
    {
        if (contract.ContainingType is not null || contract.IsGenericType)
        {
            problems.Add(new Problem(Descriptors.ContractShape, contract.Location(), contract.Name, "it must be neither nested nor generic"));
        }

        if (!contract.IsPartial(cancellationToken))
        {
            problems.Add(new Problem(Descriptors.ContractIsNotPartial, contract.Location(), contract.Name));
        }

        // Without an argument it is no marker but an error of the compiler's, which is easier to understand beside ours.
        INamedTypeSymbol[] markers = [.. contract.AllInterfaces.Where(@interface => @interface.Is(KnownTypeNames.IChannel) && @interface.TypeArguments.Length == 1)];
        if (markers.Length == 1 && markers[0].TypeArguments[0] is INamedTypeSymbol { TypeKind: TypeKind.Interface } events)
        {
            return events;
        }

        // An unknown events type is the compiler's to tell.
        if (!markers.Any(marker => marker.TypeArguments[0].TypeKind == TypeKind.Error))
        {
            problems.Add(new Problem(
                Descriptors.ContractShape,
                contract.Location(),
                contract.Name,
                markers.Length > 1 ? "it extends IChannel<TEvents> more than once" : "it must extend IChannel<TEvents>, where TEvents is the interface of the events that the server sends"));
        }

        return null;
    }
}
