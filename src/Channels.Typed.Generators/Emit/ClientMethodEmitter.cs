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
            public {method.ReturnType} {method.Name}({Join(parameters, token)}) =>
                {Call(contract, method, payload, "null", tokenArgument)};
            """);
        if (method.Shape == ReplyShape.None)
        {
            return;
        }

        string timeout = GeneratedNames.Free("timeout", method.Payload?.Name);
        string cancellation = GeneratedNames.Free("cancellationToken", method.Payload?.Name);
        writer.Line();
        writer.Lines($"""
            /// <summary>As the contract's method, with a timeout of its own.</summary>
            {(payload is null ? "" : $"/// <param name=\"{payload.TrimStart('@')}\">The payload.</param>\n")}/// <param name="{timeout}">How long to wait for the reply.</param>
            /// <param name="{cancellation}">Stops waiting.</param>
            /// <returns>The reply.</returns>
            public {method.ReturnType} {method.Name}({Join(parameters.Replace(" = default", ""), $"global::System.TimeSpan {timeout}, {Code.CancellationToken} {cancellation} = default")}) =>
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

    private static string Join(string first, string second) => first.Length == 0 || second.Length == 0 ? first + second : $"{first}, {second}";
}
