using Channels.Typed.Generators.Model;

namespace Channels.Typed.Generators.Emit;

/// <summary>Emits the typed client, which implements the contract and the client interface.</summary>
internal static class ClientEmitter
{
    public static string Emit(ContractModel contract)
    {
        SourceWriter writer = SourceWriter.Start(contract.Namespace);
        string name = GeneratedNames.Client(contract);
        string @interface = GeneratedNames.Qualify(contract, GeneratedNames.ClientInterface(contract));
        writer.Open($"""
            /// <summary>A client of <see cref="{contract.InterfaceName}"/>: one topic on one socket.</summary>
            /// <remarks>
            /// Safe for use from several threads. Event handlers run one at a time, in the order in which the events arrive.
            /// The code that creates the client disposes it.
            /// </remarks>
            {Code.Generated}
            {Code.Access(contract.IsPublic)} sealed class {name} : {Code.Services}ChannelClient, {@interface}
            """);
        foreach (EventModel @event in contract.Events)
        {
            writer.Lines($"private readonly {Code.Services}EventSource<{@event.PayloadType.FullName}> {GeneratedNames.Field(@event)};");
        }

        EmitConstructor(writer, contract, name);
        ClientMethodEmitter.Emit(writer, contract, contract.Join);
        EmitRejoined(writer, contract);
        foreach (MethodModel method in contract.Methods)
        {
            ClientMethodEmitter.Emit(writer, contract, method);
        }

        foreach (EventModel @event in contract.Events)
        {
            ClientEventEmitter.Emit(writer, @event);
        }

        return writer.End();
    }

    /// <summary>The subscription to rejoins, as the client's interface declares it.</summary>
    public static string RejoinedSignature(MethodModel join) =>
        $"global::System.IDisposable OnRejoined({RejoinedHandler(join, "global::System.Func", Code.ValueTask)} handler)";

    /// <summary>The subscription to successful joins, as the client's interface declares it.</summary>
    public static string JoinedSignature(MethodModel join) =>
        $"global::System.IDisposable OnJoined(global::System.Func<{Joined(join)}, {Code.ValueTask}> handler)";

    /// <summary>What a handler of successful joins gets.</summary>
    public static string Joined(MethodModel join) => $"global::Channels.Typed.Joined<{join.Ok.FullName}>";

    /// <summary>The type of a handler of rejoins, with this delegate and this type of result; an action without a result.</summary>
    public static string RejoinedHandler(MethodModel join, string @delegate, string? result)
    {
        string? reply = join.Shape switch
        {
            // This shape always has an error.
            ReplyShape.Reply => $"global::Channels.Typed.Reply<{join.Ok.FullName}, {join.Error!.FullName}>",
            ReplyShape.Value => join.Ok.FullName,
            _ => null,
        };
        string arguments = string.Join(", ", new[] { reply, result }.Where(static argument => argument is not null));
        return arguments.Length == 0 ? @delegate : $"{@delegate}<{arguments}>";
    }

    private static void EmitConstructor(SourceWriter writer, ContractModel contract, string name)
    {
        writer.Line();
        writer.Lines($"""
            /// <summary>Creates a client. Applications get their clients from a socket.</summary>
            /// <param name="channel">The untyped channel. The client disposes it.</param>
            {Code.Hidden}
            """);
        writer.Lines($"public {name}({Code.Services}IClientChannel channel)");
        writer.Open("    : base(channel)");
        writer.Lines($"Topic = {GeneratedNames.Qualify(contract, GeneratedNames.Topic(contract))}.Parse(channel.Topic);");
        foreach (EventModel @event in contract.Events)
        {
            string source = $"new {Code.Services}EventSource<{@event.PayloadType.FullName}>";
            string info = GeneratedNames.JsonInfo(contract, @event.PayloadType);
            writer.Lines($"{GeneratedNames.Field(@event)} = {source}(channel, {GeneratedNames.OutEvent(contract, @event)}, {info});");
        }

        writer.Close();
        writer.Line();
        writer.Lines($$"""
            /// <inheritdoc/>
            public {{GeneratedNames.Topic(contract)}} Topic { get; }
            """);
    }

    private static void EmitRejoined(SourceWriter writer, ContractModel contract)
    {
        MethodModel join = contract.Join;
        string ok = GeneratedNames.JsonInfo(contract, join.Ok);
        string call = join.Shape switch
        {
            ReplyShape.Reply => $"OnRejoinedCore(handler, {ok}, {GeneratedNames.JsonInfo(contract, join.Error!)})",
            ReplyShape.Value => $"OnRejoinedCore(handler, {ok})",
            _ => $"OnRejoinedCore<{TypeRef.Empty.FullName}>({Code.Services}EventHandlers.WithPayload(handler), {ok})",
        };
        writer.Line();
        writer.Lines($"""
            /// <inheritdoc/>
            public {JoinedSignature(join)} => OnJoinedCore(handler, {ok});

            /// <inheritdoc/>
            public {RejoinedSignature(join)} => {call};
            """);
    }
}
