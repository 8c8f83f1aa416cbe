using Channels.Typed.Generators.Model;

namespace Channels.Typed.Generators.Emit;

/// <summary>Emits a client's join and pushes, each as the contract declares it and as an overload with a timeout.</summary>
internal static class ClientMethodEmitter
{
    private const string TimeSpan = "global::System.TimeSpan";

    public static void Emit(SourceWriter writer, ContractModel contract, MethodModel method)
    {
        string? payload = method.Payload is null ? null : GeneratedNames.Escape(method.Payload.Name);
        string parameters = method.Payload is null
            ? ""
            : $"{method.Payload.Type.FullName} {payload}{(method.Payload.IsOptional ? " = default" : "")}";
        string token = method.TokenName is null
            ? ""
            : $"{Code.CancellationToken} {GeneratedNames.Escape(method.TokenName)}{(method.IsTokenOptional ? " = default" : "")}";
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

    /// <summary>The join whose payload a function creates, as the client's interface declares it. Only for a join with a payload.</summary>
    /// <remarks>
    /// All parameters are required. With optional ones, <c>JoinAsync(new("ann"))</c> would be ambiguous, because <c>new</c> without a type
    /// converts to a delegate too. The overloads with optional parameters are extension methods, which the compiler tries last.
    /// </remarks>
    public static string FunctionSignature(MethodModel join) =>
        $"{join.ReturnType} {GeneratedNames.Escape(join.Name)}({Function(join)} {GeneratedNames.Escape(join.Payload!.Name)}, "
        + $"{TimeSpan}? {Timeout(join)}, {Code.CancellationToken} {Cancellation(join)})";

    /// <summary>Emits the extension methods for the join whose payload a function creates.</summary>
    public static void EmitFunctionExtensions(SourceWriter writer, MethodModel join, string client)
    {
        string payload = GeneratedNames.Escape(join.Payload!.Name); // The caller has checked for null.
        string name = GeneratedNames.Escape(join.Name);
        string socket = GeneratedNames.MakeUnique("client", join.Payload.Name);
        string cancellation = Cancellation(join);
        string token = $"{Code.CancellationToken} {cancellation} = default";
        writer.Lines($"""
            /// <summary>Joins with a new payload for the join and each rejoin, for example with a fresh token.</summary>
            /// <param name="{socket}">The client.</param>
            /// <param name="{join.Payload.Name}">Creates the payload. Called on the thread pool; its time counts towards the timeout of the join.</param>
            /// <param name="{cancellation}">Cancels the join; the channel is left.</param>
            /// <returns>The reply.</returns>
            public static {join.ReturnType} {name}(
                this {client} {socket}, {Function(join)} {payload}, {token}) =>
                {socket}.{name}({payload}, null, {cancellation});

            /// <summary>Joins with a new payload for the join and each rejoin, and with its own timeout.</summary>
            /// <param name="{socket}">The client.</param>
            /// <param name="{join.Payload.Name}">Creates the payload. Called on the thread pool.</param>
            /// <param name="{Timeout(join)}">How long to wait for a connection, the payload and the reply together.</param>
            /// <param name="{cancellation}">Cancels the join; the channel is left.</param>
            /// <returns>The reply.</returns>
            public static {join.ReturnType} {name}(
                this {client} {socket}, {Function(join)} {payload}, {TimeSpan} {Timeout(join)}, {token}) =>
                {socket}.{name}({payload}, ({TimeSpan}?){Timeout(join)}, {cancellation});
            """);
        writer.Line();
    }

    private static void EmitFunction(SourceWriter writer, ContractModel contract, string payload)
    {
        MethodModel join = contract.Join;
        writer.Line();
        writer.Lines($"""
            /// <inheritdoc/>
            public {FunctionSignature(join)} =>
                {Call(contract, join, payload, Timeout(join), Cancellation(join))};
            """);
    }

    private static void EmitTimeout(SourceWriter writer, ContractModel contract, MethodModel method, string? payload, string parameters)
    {
        string timeout = Timeout(method);
        string cancellation = Cancellation(method);
        string cancels = ReferenceEquals(method, contract.Join)
            ? "Cancels the join; the channel is left."
            : "Stops waiting. The server may still process the push.";
        string limits = ReferenceEquals(method, contract.Join)
            ? "How long to wait for a connection and the reply together."
            : "How long to wait for the reply.";
        string options = $"{TimeSpan} {timeout}, {Code.CancellationToken} {cancellation} = default";
        string payloadDocumentation = payload is null ? "" : $"/// <param name=\"{payload.TrimStart('@')}\">The payload.</param>\n";
        writer.Line();
        writer.Lines($"""
            /// <summary>Does the same as the contract's method, with its own timeout.</summary>
            {payloadDocumentation}/// <param name="{timeout}">{limits}</param>
            /// <param name="{cancellation}">{cancels}</param>
            /// <returns>The reply.</returns>
            public {method.ReturnType} {GeneratedNames.Escape(method.Name)}({Join(parameters.Replace(" = default", ""), options)}) =>
                {Call(contract, method, payload, timeout, cancellation)};
            """);
    }

    private static string Call(ContractModel contract, MethodModel method, string? payload, string timeout, string token)
    {
        TypeRef payloadType = method.Payload?.Type ?? TypeRef.Empty;
        string value = $"{payload ?? $"default({TypeRef.Empty.FullName})"}, {GeneratedNames.JsonInfo(contract, payloadType)}";
        string types = method.Shape switch
        {
            ReplyShape.Reply => $"<{payloadType.FullName}, {method.Ok.FullName}, {method.Error!.FullName}>", // Error is not null here.
            ReplyShape.None => $"<{payloadType.FullName}>",
            _ => $"<{payloadType.FullName}, {method.Ok.FullName}>",
        };
        string okInfo = method.Shape == ReplyShape.None ? "" : GeneratedNames.JsonInfo(contract, method.Ok);
        string infos = method.Shape switch
        {
            ReplyShape.Reply => $", {okInfo}, {GeneratedNames.JsonInfo(contract, method.Error!)}, {timeout}",
            ReplyShape.None => "",
            _ => $", {okInfo}, {timeout}",
        };
        bool isJoin = ReferenceEquals(method, contract.Join);
        string eventName = isJoin ? "" : GeneratedNames.InEvent(contract, method) + ", ";
        string core = isJoin ? "JoinCoreAsync" : method.Shape == ReplyShape.None ? "SendCoreAsync" : "PushCoreAsync";
        string call = $"{core}{types}({eventName}{value}{infos}, {token})";
        return method.IsValueTask ? $"new {method.ReturnType}({call})" : call;
    }

    private static string Function(MethodModel join) =>
        $"global::System.Func<{Code.CancellationToken}, {Code.ValueTask}<{join.Payload!.Type.FullName}>>"; // Payload is not null here.

    private static string Timeout(MethodModel method) => GeneratedNames.MakeUnique("timeout", method.Payload?.Name);

    private static string Cancellation(MethodModel method) => GeneratedNames.MakeUnique("cancellationToken", method.Payload?.Name);

    private static string Join(string first, string second) =>
        first.Length == 0 || second.Length == 0 ? first + second : $"{first}, {second}";
}
