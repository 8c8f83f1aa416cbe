using Channels.Typed.Generators.Diagnostics;
using Channels.Typed.Generators.Model;
using Microsoft.CodeAnalysis;

namespace Channels.Typed.Generators.Reading;

/// <summary>Reads the methods of a contract: its join and the events that clients push.</summary>
internal static class MethodReader
{
    /// <summary>The join of a contract that has no valid join.</summary>
    public static MethodModel NoJoin { get; } = new(
        Interface: "",
        Name: "JoinAsync",
        BaseName: "Join",
        EventName: "phx_join",
        Payload: null,
        TokenName: null,
        IsTokenOptional: false,
        ReplyShape.Empty,
        TypeRef.Empty,
        Error: null,
        IsValueTask: false,
        ReturnType: "global::" + KnownTypeNames.Task);

    public static void Read(
        INamedTypeSymbol contract,
        List<Problem> problems,
        out MethodModel? join,
        out List<MethodModel> methods,
        CancellationToken cancellationToken)
    {
        join = null;
        methods = [];
        foreach (ISymbol member in contract.AllMembers())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (member is not IMethodSymbol { MethodKind: MethodKind.Ordinary, IsStatic: false } method)
            {
                ReportIfNotMethod(member, problems);
                continue;
            }

            bool isJoin = method.FindAttribute(KnownTypeNames.JoinAttribute) is not null;
            AttributeData? handleIn = method.FindAttribute(KnownTypeNames.HandleInAttribute);
            if (isJoin == handleIn is not null)
            {
                problems.Add(new Problem(
                    Descriptors.MethodShape, method.Location(), method.Name, "it must have either [Join] or [HandleIn]"));
            }
            else if (isJoin && join is not null)
            {
                problems.Add(new Problem(Descriptors.OneJoin, method.Location(), contract.Name, $"'{join.Name}' and '{method.Name}'"));
            }
            else if (ReadMethod(method, handleIn, problems, cancellationToken) is { } model)
            {
                join = isJoin ? model : join;
                if (!isJoin)
                {
                    methods.Add(model);
                }
            }
        }
    }

    private static MethodModel? ReadMethod(
        IMethodSymbol method, AttributeData? handleIn, List<Problem> problems, CancellationToken cancellationToken)
    {
        if (method.IsGenericMethod)
        {
            problems.Add(new Problem(Descriptors.MethodShape, method.Location(), method.Name, "it must not be generic"));
            return null;
        }

        if (!ParameterReader.TryRead(method, mayHaveToken: true, problems, out PayloadModel? payload, out IParameterSymbol? token)
            || !ReturnReader.TryRead(
                method,
                handleIn?.Named<bool>("NoReply") ?? false,
                problems,
                out ReplyShape shape,
                out TypeRef ok,
                out TypeRef? error,
                out bool isValueTask))
        {
            return null;
        }

        string baseName = EventNaming.WithoutSuffix(method.Name);
        string eventName = handleIn is null ? "phx_join" : handleIn.Text() ?? EventNaming.ToSnakeCase(baseName);
        if (handleIn is not null)
        {
            EventNameReader.Check(eventName, method, handleIn, problems, cancellationToken);
        }

        return new MethodModel(
            method.ContainingType.FullName(),
            method.Name,
            baseName,
            eventName,
            payload,
            token?.Name,
            token?.HasExplicitDefaultValue ?? false,
            shape,
            ok,
            error,
            isValueTask,
            method.ReturnType.FullName());
    }

    private static void ReportIfNotMethod(ISymbol member, List<Problem> problems)
    {
        // Accessors are reported with their property or event. Static members are allowed.
        if (member is IPropertySymbol or IEventSymbol && !member.IsStatic)
        {
            problems.Add(new Problem(Descriptors.MethodShape, member.Location(), member.Name, "a contract can contain only methods"));
        }
    }
}
