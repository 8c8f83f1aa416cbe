using Channels.Typed.Generators.Model;

namespace Channels.Typed.Generators.Emit;

/// <summary>
/// Emits the client's interface, which a test can implement with a fake, and the extension methods that are built on it. A fake does not
/// have to implement those.
/// </summary>
internal static class ClientInterfaceEmitter
{
    public static string Emit(ContractModel contract)
    {
        SourceWriter writer = SourceWriter.Start(contract.Namespace);
        string name = GeneratedNames.ClientInterface(contract);
        string contractBase = contract.IsBroken ? "" : GeneratedNames.Qualify(contract, contract.InterfaceName) + ", ";
        writer.Open($"""
            /// <summary>The interface of <see cref="{GeneratedNames.Client(contract)}"/>, which tests can implement with a fake.</summary>
            /// <remarks>Event handlers run one at a time, in the order in which the events arrive.</remarks>
            {Code.Generated}
            {Code.Access(contract.IsPublic)} interface {name} : {contractBase}global::Channels.Typed.IChannelClient
            """);
        writer.Lines($$"""
            /// <summary>Gets the topic.</summary>
            {{GeneratedNames.Topic(contract)}} Topic { get; }
            """);
        EmitJoin(writer, contract.Join);
        foreach (EventModel @event in contract.Events)
        {
            writer.Line();
            writer.Lines($"""
                /// <summary>Subscribes to the event '{ClientEventEmitter.Xml(@event)}'. The next event waits until the handler has completed.</summary>
                /// <param name="handler">Called with each event.</param>
                /// <returns>Dispose it to end the subscription.</returns>
                {ClientEventEmitter.Signature(@event)};
                """);
        }

        writer.Close();
        EmitExtensions(writer, contract, name);
        return writer.End();
    }

    private static void EmitJoin(SourceWriter writer, MethodModel join)
    {
        if (join.Payload is not null)
        {
            writer.Line();
            writer.Lines($"""
                /// <summary>Joins with a new payload for the join and each rejoin, for example with a fresh token.</summary>
                /// <param name="{join.Payload.Name}">Creates the payload. Called on the thread pool; its time counts towards the timeout of the join.</param>
                /// <param name="{GeneratedNames.MakeUnique("timeout", join.Payload.Name)}">How long to wait for a connection, the payload and the reply together; null for the socket's default.</param>
                /// <param name="{GeneratedNames.MakeUnique("cancellationToken", join.Payload.Name)}">Cancels the join; the channel is left.</param>
                /// <returns>The reply.</returns>
                {ClientMethodEmitter.FunctionSignature(join)};
                """);
        }

        writer.Line();
        writer.Lines($"""
            /// <summary>
            /// Subscribes to successful joins: the first join and each rejoin. The place to load what the reply contains. The events that
            /// follow wait until the handler has completed.
            /// </summary>
            /// <param name="handler">Called with the server's reply, before the handlers of the events that follow.</param>
            /// <returns>Dispose it to end the subscription.</returns>
            {ClientEmitter.JoinedSignature(join)};

            /// <summary>Subscribes to the replies to rejoins. The client rejoins after a lost connection or a crash of the channel.</summary>
            /// <param name="handler">Called with the server's reply.</param>
            /// <returns>Dispose it to end the subscription.</returns>
            {ClientEmitter.RejoinedSignature(join)};
            """);
    }

    private static void EmitExtensions(SourceWriter writer, ContractModel contract, string name)
    {
        writer.Line();
        writer.Open($"""
            /// <summary>More ways to {(contract.Join.Payload is null ? "" : "join, and to ")}receive the events of <see cref="{name}"/>.</summary>
            {Code.Generated}
            {Code.Access(contract.IsPublic)} static class {GeneratedNames.ClientExtensions(contract)}
            """);
        if (contract.Join.Payload is not null)
        {
            ClientMethodEmitter.EmitFunctionExtensions(writer, contract.Join, name);
        }

        EmitHooks(writer, contract.Join, name);
        foreach (EventModel @event in contract.Events)
        {
            EmitEvent(writer, @event, name);
        }

        writer.Open($"""
            /// <summary>Subscribes an object to all events. The compiler checks that it handles each of them.</summary>
            /// <param name="client">The client.</param>
            /// <param name="receiver">The object whose methods are called with the events.</param>
            /// <returns>Dispose it to end the subscription.</returns>
            public static global::System.IDisposable Subscribe(this {name} client, {contract.EventsInterface} receiver)
            """);
        writer.Lines("if (receiver == null)\n{\n    throw new global::System.ArgumentNullException(nameof(receiver));\n}");
        writer.Line();
        string subscriptions = string.Join(",\n    ", contract.Events.Select(static @event =>
            $"client.On{@event.BaseName}(new {ClientEventEmitter.Function(@event)}(receiver.{GeneratedNames.Escape(@event.Name)}))"));
        writer.Lines(contract.Events.Count == 0
            ? $"return new {Code.Services}SubscriptionGroup();"
            : $"return new {Code.Services}SubscriptionGroup(\n    {subscriptions});");
        writer.Close();
    }

    private static void EmitHooks(SourceWriter writer, MethodModel join, string name)
    {
        EmitHook(writer, name, "OnJoined", "successful joins, the first join and each rejoin", [
            ("FromAction", $"global::System.Action<{ClientEmitter.Joined(join)}>"),
            ("FromTask", $"global::System.Func<{ClientEmitter.Joined(join)}, {Code.Task}>"),
        ]);
        EmitHook(writer, name, "OnRejoined", "the replies to rejoins", [
            ("FromAction", ClientEmitter.RejoinedHandler(join, "global::System.Action", null)),
            ("FromTask", ClientEmitter.RejoinedHandler(join, "global::System.Func", Code.Task)),
        ]);
    }

    private static void EmitHook(SourceWriter writer, string name, string method, string what, (string Convert, string Type)[] handlers)
    {
        foreach ((string convert, string type) in handlers)
        {
            writer.Lines($"""
                /// <summary>Subscribes to {what}.</summary>
                /// <param name="client">The client.</param>
                /// <param name="handler">Called with the server's reply, before the handlers of the events that follow.</param>
                /// <returns>Dispose it to end the subscription.</returns>
                public static global::System.IDisposable {method}(this {name} client, {type} handler) =>
                    client.{method}({Code.Services}EventHandlers.{convert}(handler));
                """);
            writer.Line();
        }
    }

    private static void EmitEvent(SourceWriter writer, EventModel @event, string name)
    {
        string subscribe = @event.Payload is null
            ? $"handler => client.On{@event.BaseName}({Code.Services}EventHandlers.WithoutPayload(handler))"
            : $"handler => client.On{@event.BaseName}(handler)";
        writer.Lines($"""
            /// <summary>Subscribes to the event '{ClientEventEmitter.Xml(@event)}'.</summary>
            /// <param name="client">The client.</param>
            /// <param name="handler">Called with each event.</param>
            /// <returns>Dispose it to end the subscription.</returns>
            public static global::System.IDisposable On{@event.BaseName}(this {name} client, {ClientEventEmitter.Action(@event)} handler) =>
                client.On{@event.BaseName}({Code.Services}EventHandlers.FromAction(handler));

            /// <summary>Subscribes to the event '{ClientEventEmitter.Xml(@event)}'. The next event waits until the handler has completed.</summary>
            /// <param name="client">The client.</param>
            /// <param name="handler">Called with each event.</param>
            /// <returns>Dispose it to end the subscription.</returns>
            public static global::System.IDisposable On{@event.BaseName}(this {name} client, {ClientEventEmitter.TaskFunction(@event)} handler) =>
                client.On{@event.BaseName}({Code.Services}EventHandlers.FromTask(handler));

            /// <summary>Reads the events '{ClientEventEmitter.Xml(@event)}' as a stream, from this call until the channel closes.</summary>
            /// <param name="client">The client.</param>
            /// <param name="capacity">How many events the stream buffers. The default is 1,024.</param>
            /// <param name="fullMode">What happens to an event when the buffer is full. By default it waits, and so do the channel's later events.</param>
            /// <param name="cancellationToken">Ends the stream.</param>
            /// <returns>The stream. The caller disposes it, or reads it: the end of its loop disposes it.</returns>
            public static {ClientEventEmitter.Stream(@event)} Read{@event.BaseName}Async(
                this {name} client, {ClientEventEmitter.StreamParameters}) =>
                {Code.Services}EventHandlers.ReadAllAsync<{@event.PayloadType.FullName}>(
                    {subscribe}, client.Closed, capacity, fullMode, cancellationToken);
            """);
        writer.Line();
    }
}
