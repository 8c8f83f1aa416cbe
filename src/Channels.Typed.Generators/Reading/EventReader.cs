using Channels.Typed.Generators.Diagnostics;
using Channels.Typed.Generators.Model;
using Microsoft.CodeAnalysis;

namespace Channels.Typed.Generators.Reading;

/// <summary>Reads the interface of the events that the server sends.</summary>
internal static class EventReader
{
    public static List<EventModel> Read(INamedTypeSymbol events, List<Problem> problems, CancellationToken cancellationToken)
    {
        var models = new List<EventModel>();
        foreach (ISymbol member in events.AllMembers())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (member is IMethodSymbol { MethodKind: MethodKind.Ordinary, IsStatic: false } method)
            {
                if (ReadMethod(method, problems, cancellationToken) is { } model)
                {
                    models.Add(model);
                }
            }
            else if (member is IPropertySymbol or IEventSymbol && !member.IsStatic)
            {
                problems.Add(new Problem(
                    Descriptors.MethodShape, member.Location(), member.Name, "an events interface can contain only methods"));
            }
        }

        EventNameReader.CheckDistinct(models, static model => (model.EventName, model.BaseName, model.Name), events, problems);
        return models;
    }

    private static EventModel? ReadMethod(IMethodSymbol method, List<Problem> problems, CancellationToken cancellationToken)
    {
        AttributeData? handleOut = method.FindAttribute(KnownTypeNames.HandleOutAttribute);
        string? reason =
            handleOut is null ? "it needs [HandleOut]"
            : method.IsGenericMethod ? "it must not be generic"
            : !method.ReturnType.Is(KnownTypeNames.ValueTask) || ((INamedTypeSymbol)method.ReturnType).IsGenericType
                ? "it must return ValueTask"
            : null;
        if (reason is not null)
        {
            problems.Add(new Problem(Descriptors.MethodShape, method.Location(), method.Name, reason));
            return null;
        }

        if (!ParameterReader.TryRead(method, mayHaveToken: false, problems, out PayloadModel? payload, out _))
        {
            return null;
        }

        string baseName = EventNaming.WithoutSuffix(method.Name);
        string eventName = handleOut!.Text() ?? EventNaming.ToSnakeCase(baseName); // Null was reported above.
        EventNameReader.Check(eventName, method, handleOut!, problems, cancellationToken);
        return new EventModel(method.Name, baseName, eventName, payload, handleOut!.Named<bool>("Intercept"));
    }
}
