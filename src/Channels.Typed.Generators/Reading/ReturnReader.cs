using Channels.Typed.Generators.Diagnostics;
using Channels.Typed.Generators.Model;
using Microsoft.CodeAnalysis;

namespace Channels.Typed.Generators.Reading;

/// <summary>
/// Reads the return type of a contract's method: <c>Task</c> or <c>ValueTask</c>, without a result or with a payload or reply.
/// </summary>
internal static class ReturnReader
{
    public static bool TryRead(
        IMethodSymbol method,
        bool noReply,
        List<Problem> problems,
        out ReplyShape shape,
        out TypeRef ok,
        out TypeRef? error,
        out bool isValueTask)
    {
        shape = noReply ? ReplyShape.None : ReplyShape.Empty;
        ok = TypeRef.Empty;
        error = null;
        isValueTask = method.ReturnType.Is(KnownTypeNames.ValueTask);
        if (!isValueTask && !method.ReturnType.Is(KnownTypeNames.Task))
        {
            problems.Add(new Problem(
                Descriptors.MethodShape,
                method.Location(),
                method.Name,
                "it must return Task or ValueTask, without a result or with a payload or Reply<TOk, TError>"));
            return false;
        }

        var type = (INamedTypeSymbol)method.ReturnType;
        if (type.TypeArguments.Length == 0)
        {
            return true;
        }

        if (noReply)
        {
            problems.Add(new Problem(
                Descriptors.MethodShape, method.Location(), method.Name, "with NoReply it must return Task or ValueTask without a result"));
            return false;
        }

        ITypeSymbol result = type.TypeArguments[0];
        if (result is INamedTypeSymbol { TypeArguments.Length: 2 } reply && reply.Is(KnownTypeNames.Reply))
        {
            shape = ReplyShape.Reply;
            ok = ReadPayload(method, reply.TypeArguments[0], problems);
            error = ReadPayload(method, reply.TypeArguments[1], problems);
            return true;
        }

        shape = ReplyShape.Value;
        ok = ReadPayload(method, result, problems);
        return true;
    }

    private static TypeRef ReadPayload(IMethodSymbol method, ITypeSymbol type, List<Problem> problems)
    {
        ParameterReader.CheckPayload(method, type, method.Location(), problems);
        return TypeReader.Read(type);
    }
}
