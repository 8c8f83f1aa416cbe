using Channels.Typed.Generators.Diagnostics;
using Channels.Typed.Generators.Model;
using Microsoft.CodeAnalysis;

namespace Channels.Typed.Generators.Reading;

/// <summary>Reads the parameters of a contract's method: at most one payload, then at most one cancellation token.</summary>
internal static class ParameterReader
{
    public static bool TryRead(
        IMethodSymbol method, bool mayHaveToken, List<Problem> problems, out PayloadModel? payload, out IParameterSymbol? token)
    {
        payload = null;
        token = null;
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            bool isToken = parameter.Type.Is(KnownTypeNames.CancellationToken);
            string? reason =
                parameter.RefKind != RefKind.None || parameter.IsParams ? "must not be ref, in, out or params"
                : isToken && !mayHaveToken ? "is not supported: sending an event cannot be cancelled"
                : isToken && token is not null ? "is a second cancellation token"
                : !isToken && token is not null ? "must come before the cancellation token"
                : !isToken && payload is not null ? "is a second payload; put both into one record"
                : null;
            if (reason is not null)
            {
                problems.Add(new Problem(
                    Descriptors.MethodShape, parameter.Location(), method.Name, $"its parameter '{parameter.Name}' {reason}"));
                return false;
            }

            if (isToken)
            {
                token = parameter;
            }
            else
            {
                TypeRef type = TypeReader.Read(parameter.Type);
                payload = new PayloadModel(parameter.Name, type, parameter.Type.IsValueType, parameter.HasExplicitDefaultValue);
                CheckPayload(method, parameter.Type, parameter.Location(), problems);
            }
        }

        return true;
    }

    public static void CheckPayload(IMethodSymbol method, ITypeSymbol type, Location location, List<Problem> problems)
    {
        if (!TypeReader.CanBePayload(type))
        {
            problems.Add(new Problem(Descriptors.PayloadIsNoObject, location, type.ToDisplayString(), method.Name));
        }
    }
}
