using Channels.Typed.Generators.Diagnostics;
using Channels.Typed.Generators.Model;
using Microsoft.CodeAnalysis;

namespace Channels.Typed.Generators.Reading;

/// <summary>Reads a contract. The generators use the model and the analyzer uses the problems, so both follow one set of rules.</summary>
/// <remarks>The model does not contain the parts with problems, so the code generated from it compiles.</remarks>
internal static class ContractReader
{
    public static ReadResult<ContractModel> Read(INamedTypeSymbol contract, CancellationToken cancellationToken)
    {
        var problems = new List<Problem>();
        AttributeData channel = contract.FindAttribute(KnownTypeNames.ChannelAttribute)!; // Every contract has it.

        INamedTypeSymbol? events = ReadShape(contract, problems, cancellationToken);
        string pattern = channel.Text() ?? "";
        Location patternLocation = channel.Location(cancellationToken);
        EquatableArray<TopicParameterModel> parameters = TopicReader.Read(pattern, contract.Name, patternLocation, problems);
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
        INamedTypeSymbol contract,
        INamedTypeSymbol? events,
        ref MethodModel? join,
        List<MethodModel> methods,
        List<EventModel> eventModels,
        List<Problem> problems)
    {
        MethodModel[] all = [.. methods];
        join = join is not null && HasConflict(join) ? null : join;
        methods.RemoveAll(HasConflict);
        EventNameReader.CheckDistinct(methods, static method => (method.EventName, method.BaseName, method.Name), contract, problems);

        // If there is an event, there is an events interface.
        eventModels.RemoveAll(@event => Report(events!, @event.Name, ReservedNames.FindConflict(contract.Name, @event)));

        bool HasConflict(MethodModel method) =>
            Report(contract, method.Name, ReservedNames.FindConflict(contract.Name, method.Name, all, eventModels));

        bool Report(INamedTypeSymbol type, string name, string? conflict)
        {
            if (conflict is not null)
            {
                Location location = type.AllMembers().Last(member => member.Name == name).Location();
                problems.Add(new Problem(Descriptors.MethodShape, location, name, conflict));
            }

            return conflict is not null;
        }
    }

    private static INamedTypeSymbol? ReadShape(INamedTypeSymbol contract, List<Problem> problems, CancellationToken cancellationToken)
    {
        if (contract.ContainingType is not null || contract.IsGenericType)
        {
            problems.Add(new Problem(
                Descriptors.ContractShape, contract.Location(), contract.Name, "it must be neither nested nor generic"));
        }

        if (!contract.IsPartial(cancellationToken))
        {
            problems.Add(new Problem(Descriptors.ContractIsNotPartial, contract.Location(), contract.Name));
        }

        // IChannel without a type argument is a compiler error. It is then ignored, so that CHT0001 is reported beside it.
        INamedTypeSymbol[] markers = [.. contract.AllInterfaces.Where(static @interface =>
            @interface.Is(KnownTypeNames.IChannel) && @interface.TypeArguments.Length == 1)];
        if (markers.Length == 1 && markers[0].TypeArguments[0] is INamedTypeSymbol { TypeKind: TypeKind.Interface } events)
        {
            return events;
        }

        // The compiler reports an events type that does not exist.
        if (!markers.Any(marker => marker.TypeArguments[0].TypeKind == TypeKind.Error))
        {
            problems.Add(new Problem(
                Descriptors.ContractShape,
                contract.Location(),
                contract.Name,
                markers.Length > 1
                    ? "it extends IChannel<TEvents> more than once"
                    : "it must extend IChannel<TEvents>, where TEvents is the interface of the events that the server sends"));
        }

        return null;
    }
}
