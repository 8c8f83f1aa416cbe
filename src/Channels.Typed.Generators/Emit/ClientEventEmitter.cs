using Channels.Typed.Generators.Model;

namespace Channels.Typed.Generators.Emit;

/// <summary>Emits how a client receives events: a handler for each, a stream of each, and a receiver of all.</summary>
internal static class ClientEventEmitter
{
    private const string StreamParameters =
        $"int capacity = 1024, global::System.Threading.Channels.BoundedChannelFullMode fullMode = global::System.Threading.Channels.BoundedChannelFullMode.Wait, {Code.CancellationToken} cancellationToken = default";

    public static void Emit(SourceWriter writer, EventModel @event, string field)
    {
        string payload = @event.PayloadType.FullName;
        writer.Line();
        writer.Lines($"""
            /// <summary>Subscribes to the event '{Xml(@event.EventName)}'.</summary>
            /// <param name="handler">Called with each event.</param>
            /// <returns>Disposing it ends the subscription.</returns>
            public global::System.IDisposable On{@event.BaseName}({Action(@event)} handler) => {field}.Add({Handler(@event, $"global::System.Action<{payload}>")});

            /// <summary>Subscribes to the event '{Xml(@event.EventName)}'. The next event waits until the handler has completed.</summary>
            /// <param name="handler">Called with each event.</param>
            /// <returns>Disposing it ends the subscription.</returns>
            public global::System.IDisposable On{@event.BaseName}({Function(@event)} handler) => {field}.Add({Handler(@event, $"global::System.Func<{payload}, {Code.ValueTask}>")});

            /// <summary>Reads the events '{Xml(@event.EventName)}' from now on, until the channel is closed.</summary>
            /// <param name="capacity">How many events may wait for the reader; by default 1,024.</param>
            /// <param name="fullMode">What happens to one more: by default the channel's events wait.</param>
            /// <param name="cancellationToken">Ends the reading.</param>
            /// <returns>The events; each enumeration is a subscription of its own.</returns>
            public global::System.Collections.Generic.IAsyncEnumerable<{payload}> Read{@event.BaseName}Async({StreamParameters}) =>
                {field}.ReadAllAsync(capacity, fullMode, cancellationToken);
            """);
    }

    public static void EmitReceiver(SourceWriter writer, ContractModel contract)
    {
        writer.Line();
        writer.Open($"""
            /// <summary>Subscribes an object to all events, so that the compiler sees to it that each is handled.</summary>
            /// <param name="receiver">Its methods are called with the events.</param>
            /// <returns>Disposing it ends the subscription.</returns>
            public global::System.IDisposable Subscribe({contract.EventsInterface} receiver)
            """);
        writer.Lines("if (receiver == null)\n{\n    throw new global::System.ArgumentNullException(nameof(receiver));\n}");
        writer.Line();
        string subscriptions = string.Join(",\n    ", contract.Events.Select(@event => $"On{@event.BaseName}(new {Function(@event)}(receiver.{@event.Name}))"));
        writer.Lines(contract.Events.Count == 0
            ? $"return new {Code.Services}SubscriptionGroup();"
            : $"return new {Code.Services}SubscriptionGroup(\n    {subscriptions});");
        writer.Close();
    }

    private static string Action(EventModel @event) =>
        @event.Payload is null ? "global::System.Action" : $"global::System.Action<{@event.PayloadType.FullName}>";

    private static string Function(EventModel @event) =>
        @event.Payload is null ? $"global::System.Func<{Code.ValueTask}>" : $"global::System.Func<{@event.PayloadType.FullName}, {Code.ValueTask}>";

    // The handler of an event without payload takes nothing, so one that does is wrapped around it.
    private static string Handler(EventModel @event, string type) => @event.Payload is null
        ? $"handler == null ? throw new global::System.ArgumentNullException(nameof(handler)) : new {type}(_ => handler())"
        : "handler";

    private static string Xml(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
}
