using Channels.Typed.Generators.Model;

namespace Channels.Typed.Generators.Emit;

/// <summary>Emits how a client receives an event: by a handler, synchronous or not, or as a stream.</summary>
internal static class ClientEventEmitter
{
    public const string StreamParameters =
        $"int capacity = 1024, global::System.Threading.Channels.BoundedChannelFullMode fullMode = global::System.Threading.Channels.BoundedChannelFullMode.Wait, {Code.CancellationToken} cancellationToken = default";

    public static void Emit(SourceWriter writer, EventModel @event, string field)
    {
        string payload = @event.PayloadType.FullName;
        writer.Line();
        writer.Lines($"""
            /// <inheritdoc/>
            public {Signature(@event)} => {field}.Add({Handler(@event, $"global::System.Func<{payload}, {Code.ValueTask}>")});

            /// <summary>Subscribes to the event '{Xml(@event)}'.</summary>
            /// <param name="handler">Called with each event.</param>
            /// <returns>Disposing it ends the subscription.</returns>
            public global::System.IDisposable On{@event.BaseName}({Action(@event)} handler) => {field}.Add({Handler(@event, $"global::System.Action<{payload}>")});

            /// <summary>Reads the events '{Xml(@event)}' from now on, until the channel is closed.</summary>
            /// <param name="capacity">How many events may wait for the reader; by default 1,024.</param>
            /// <param name="fullMode">What happens to one more: by default the channel's events wait.</param>
            /// <param name="cancellationToken">Ends the reading.</param>
            /// <returns>The events; each enumeration is a subscription of its own.</returns>
            public {Stream(@event)} Read{@event.BaseName}Async({StreamParameters}) =>
                {field}.ReadAllAsync(capacity, fullMode, cancellationToken);
            """);
    }

    /// <summary>The subscription from which all others are made, as the client's interface declares it.</summary>
    public static string Signature(EventModel @event) => $"global::System.IDisposable On{@event.BaseName}({Function(@event)} handler)";

    public static string Action(EventModel @event) =>
        @event.Payload is null ? "global::System.Action" : $"global::System.Action<{@event.PayloadType.FullName}>";

    public static string Function(EventModel @event) =>
        @event.Payload is null ? $"global::System.Func<{Code.ValueTask}>" : $"global::System.Func<{@event.PayloadType.FullName}, {Code.ValueTask}>";

    public static string Stream(EventModel @event) => $"global::System.Collections.Generic.IAsyncEnumerable<{@event.PayloadType.FullName}>";

    /// <summary>The event's name in a comment.</summary>
    public static string Xml(EventModel @event) => @event.EventName.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    // The handler of an event without payload takes nothing, so one that does is wrapped around it.
    private static string Handler(EventModel @event, string type) => @event.Payload is null
        ? $"handler == null ? throw new global::System.ArgumentNullException(nameof(handler)) : new {type}(_ => handler())"
        : "handler";
}
