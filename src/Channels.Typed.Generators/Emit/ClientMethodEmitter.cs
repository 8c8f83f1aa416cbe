using Channels.Typed.Generators.Model;

namespace Channels.Typed.Generators.Emit;

/// <summary>Emits a client's join and pushes, each as the contract has it and with a timeout of its own.</summary>
internal static class ClientMethodEmitter
{
    public static void Emit(SourceWriter writer, ContractModel contract, MethodModel method)
    {
        string? payload = method.Payload is null ? null : GeneratedNames.Escape(method.Payload.Name);
        string parameters = payload is null ? "" : $"{method.Payload!.Type.FullName} {payload}{(method.Payload.IsOptional ? " = default" : "")}"; // Not null, or payload were.
        string token = method.TokenName is null ? "" : $"{Code.CancellationToken} {GeneratedNames.Escape(method.TokenName)}{(method.IsTokenOptional ? " = default" : "")}";
        string tokenArgument = method.TokenName is null ? "default" : GeneratedNames.Escape(method.TokenName);
        writer.Line();
        writer.Lines($"""
            /// <inheritdoc/>
            public {method.ReturnType} {GeneratedNames.Escape(method.Name)}({Join(parameters, token)}) =>
                {Call(contract, method, payload, "null", tokenArgument)};
            """);
        if (method.Shape == ReplyShape.None)
        {
            return;
        }

        EmitTimeout(writer, contract, method, payload, parameters);
        if (ReferenceEquals(method, contract.Join) && payload is not null)
        {
            EmitFunction(writer, contract, payload);
        }
    }

    /// <summary>The join whose payload a function makes, as the client's interface declares it.</summary>
    public static string FunctionSignature(MethodModel join) =>
        $"{join.ReturnType} {GeneratedNames.Escape(join.Name)}({Function(join)} {GeneratedNames.Escape(join.Payload!.Name)}, {Code.CancellationToken} {Cancellation(join)} = default)"; // Asked only of joins with a payload.

    private static void EmitFunction(SourceWriter writer, ContractModel contract, string payload)
    {
        MethodModel join = contract.Join;
        string timeout = GeneratedNames.Free("timeout", join.Payload!.Name); // The caller has looked.
        writer.Line();
        writer.Lines($"""
            /// <inheritdoc/>
            public {FunctionSignature(join)} =>
                {Call(contract, join, payload, "null", Cancellation(join))};

            /// <summary>Joins with a payload that a function makes anew for the join and every rejoin, with a timeout of its own.</summary>
            /// <param name="{payload.TrimStart('@')}">Makes the payload. It is called on the thread pool.</param>
            /// <param name="{timeout}">How long to wait for the reply, the function included.</param>
            /// <param name="{Cancellation(join)}">Gives the join up.</param>
            /// <returns>The reply.</returns>
            public {join.ReturnType} {GeneratedNames.Escape(join.Name)}({Function(join)} {payload}, global::System.TimeSpan {timeout}, {Code.CancellationToken} {Cancellation(join)} = default) =>
                {Call(contract, join, payload, timeout, Cancellation(join))};
            """);
    }

    private static void EmitTimeout(SourceWriter writer, ContractModel contract, MethodModel method, string? payload, string parameters)
    {
        string timeout = GeneratedNames.Free("timeout", method.Payload?.Name);
        string cancellation = Cancellation(method);
        writer.Line();
        writer.Lines($"""
            /// <summary>As the contract's method, with a timeout of its own.</summary>
            {(payload is null ? "" : $"/// <param name=\"{payload.TrimStart('@')}\">The payload.</param>\n")}/// <param name="{timeout}">How long to wait for the reply.</param>
            /// <param name="{cancellation}">Stops waiting.</param>
            /// <returns>The reply.</returns>
            public {method.ReturnType} {GeneratedNames.Escape(method.Name)}({Join(parameters.Replace(" = default", ""), $"global::System.TimeSpan {timeout}, {Code.CancellationToken} {cancellation} = default")}) =>
                {Call(contract, method, payload, timeout, cancellation)};
            """);
    }

    private static string Call(ContractModel contract, MethodModel method, string? payload, string timeout, string token)
    {
        TypeRef payloadType = method.Payload?.Type ?? TypeRef.Empty;
        string value = $"{payload ?? $"default({TypeRef.Empty.FullName})"}, {GeneratedNames.JsonInfo(contract, payloadType)}";
        string types = method.Shape switch
        {
            ReplyShape.Reply => $"<{payloadType.FullName}, {method.Ok.FullName}, {method.Error!.FullName}>", // A reply has an error.
            ReplyShape.None => $"<{payloadType.FullName}>",
            _ => $"<{payloadType.FullName}, {method.Ok.FullName}>",
        };
        string infos = method.Shape switch
        {
            ReplyShape.Reply => $", {GeneratedNames.JsonInfo(contract, method.Ok)}, {GeneratedNames.JsonInfo(contract, method.Error!)}, {timeout}",
            ReplyShape.None => "",
            _ => $", {GeneratedNames.JsonInfo(contract, method.Ok)}, {timeout}",
        };
        bool isJoin = ReferenceEquals(method, contract.Join);
        string eventName = isJoin ? "" : GeneratedNames.InEvent(contract, method) + ", ";
        string core = isJoin ? "JoinCoreAsync" : method.Shape == ReplyShape.None ? "SendCoreAsync" : "PushCoreAsync";
        string call = $"{core}{types}({eventName}{value}{infos}, {token})";
        return method.IsValueTask ? $"new {method.ReturnType}({call})" : call;
    }

    private static string Function(MethodModel join) =>
        $"global::System.Func<{Code.CancellationToken}, {Code.ValueTask}<{join.Payload!.Type.FullName}>>"; // Asked only of joins with a payload.

    private static string Cancellation(MethodModel method) => GeneratedNames.Free("cancellationToken", method.Payload?.Name);

    private static string Join(string first, string second) => first.Length == 0 || second.Length == 0 ? first + second : $"{first}, {second}";
}
