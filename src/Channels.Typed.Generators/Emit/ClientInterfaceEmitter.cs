using Channels.Typed.Generators.Model;

namespace Channels.Typed.Generators.Emit;

/// <summary>Emits the client's interface, which a test can implement by hand, and what is made of it by extension so that a fake need not.</summary>
internal static class ClientInterfaceEmitter
{
    public static string Emit(ContractModel contract)
    {
        SourceWriter writer = SourceWriter.Start(contract.Namespace);
        string name = GeneratedNames.ClientInterface(contract);
        writer.Open($"""
            /// <summary>What a client of <see cref="{contract.InterfaceName}"/> does: <see cref="{GeneratedNames.Client(contract)}"/>, or a fake of it in a test.</summary>
            /// <remarks>Handlers of one client's events run one at a time, in the order of the wire.</remarks>
            {Code.Generated}
            {Code.Access(contract.IsPublic)} interface {name} : {(contract.IsBroken ? "" : GeneratedNames.Qualify(contract, contract.InterfaceName) + ", ")}global::Channels.Typed.IChannelClient
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
                /// <returns>Disposing it ends the subscription.</returns>
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
                /// <summary>Joins with a payload that a function makes anew for the join and every rejoin, such as one with a fresh token.</summary>
                /// <param name="{join.Payload.Name}">Makes the payload. It is called on the thread pool, within the timeout of the join.</param>
                /// <param name="{GeneratedNames.Free("cancellationToken", join.Payload.Name)}">Gives the join up.</param>
                /// <returns>The reply.</returns>
                {ClientMethodEmitter.FunctionSignature(join)};
                """);
        }

        writer.Line();
        writer.Lines($"""
            /// <summary>Subscribes to the answers of rejoins, those that follow a lost connection or a crash of the channel.</summary>
            /// <param name="handler">Called with the server's answer.</param>
            /// <returns>Disposing it ends the subscription.</returns>
            {ClientEmitter.RejoinedSignature(join)};
            """);
    }

    private static void EmitExtensions(SourceWriter writer, ContractModel contract, string name)
    {
        writer.Line();
        writer.Open($"""
            /// <summary>Further ways to receive the events of <see cref="{name}"/>, all made of its handlers.</summary>
            {Code.Generated}
            {Code.Access(contract.IsPublic)} static class {GeneratedNames.ClientExtensions(contract)}
            """);
        foreach (EventModel @event in contract.Events)
        {
            EmitEvent(writer, @event, name);
        }

        writer.Open($"""
            /// <summary>Subscribes an object to all events, so that the compiler sees to it that each is handled.</summary>
            /// <param name="client">The client.</param>
            /// <param name="receiver">Its methods are called with the events.</param>
            /// <returns>Disposing it ends the subscription.</returns>
            public static global::System.IDisposable Subscribe(this {name} client, {contract.EventsInterface} receiver)
            """);
        writer.Lines("if (receiver == null)\n{\n    throw new global::System.ArgumentNullException(nameof(receiver));\n}");
        writer.Line();
        string subscriptions = string.Join(
            ",\n    ", contract.Events.Select(@event => $"client.On{@event.BaseName}(new {ClientEventEmitter.Function(@event)}(receiver.{GeneratedNames.Escape(@event.Name)}))"));
        writer.Lines(contract.Events.Count == 0
            ? $"return new {Code.Services}SubscriptionGroup();"
            : $"return new {Code.Services}SubscriptionGroup(\n    {subscriptions});");
        writer.Close();
    }

    private static void EmitEvent(SourceWriter writer, EventModel @event, string name)
    {
        string subscribe = @event.Payload is null
            ? $"handler => client.On{@event.BaseName}(() => handler(default({TypeRef.Empty.FullName})))"
            : $"handler => client.On{@event.BaseName}(handler)";
        writer.Lines($"""
            /// <summary>Subscribes to the event '{ClientEventEmitter.Xml(@event)}'.</summary>
            /// <param name="client">The client.</param>
            /// <param name="handler">Called with each event.</param>
            /// <returns>Disposing it ends the subscription.</returns>
            public static global::System.IDisposable On{@event.BaseName}(this {name} client, {ClientEventEmitter.Action(@event)} handler) =>
                client.On{@event.BaseName}({Code.Services}EventHandlers.FromAction(handler));

            /// <summary>Reads the events '{ClientEventEmitter.Xml(@event)}' from now on, until the channel is closed.</summary>
            /// <param name="client">The client.</param>
            /// <param name="capacity">How many events may wait for the reader; by default 1,024.</param>
            /// <param name="fullMode">What happens to one more: by default the channel's events wait.</param>
            /// <param name="cancellationToken">Ends the reading.</param>
            /// <returns>The events; each enumeration is a subscription of its own.</returns>
            public static {ClientEventEmitter.Stream(@event)} Read{@event.BaseName}Async(this {name} client, {ClientEventEmitter.StreamParameters}) =>
                {Code.Services}EventHandlers.ReadAllAsync<{@event.PayloadType.FullName}>({subscribe}, client.Closed, capacity, fullMode, cancellationToken);
            """);
        writer.Line();
    }
}
