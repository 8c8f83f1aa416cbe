using Channels.Typed.Generators.Model;

namespace Channels.Typed.Generators.Emit;

/// <summary>
/// Emits how a client receives an event: with an asynchronous handler. The extension methods of <see cref="ClientInterfaceEmitter"/> are
/// built on it.
/// </summary>
internal static class ClientEventEmitter
{
    public const string StreamParameters =
        $"int capacity = 1024, {FullMode} fullMode = {FullMode}.Wait, {Code.CancellationToken} cancellationToken = default";

    private const string FullMode = "global::System.Threading.Channels.BoundedChannelFullMode";

    public static void Emit(SourceWriter writer, EventModel @event)
    {
        writer.Line();
        writer.Lines($"""
            /// <inheritdoc/>
            public {Signature(@event)} => {GeneratedNames.Field(@event)}.Add({Handler(@event)});
            """);
    }

    /// <summary>The method that subscribes a handler, as the client's interface declares it.</summary>
    public static string Signature(EventModel @event) => $"global::System.IDisposable On{@event.BaseName}({Function(@event)} handler)";

    public static string Action(EventModel @event) =>
        @event.Payload is null ? "global::System.Action" : $"global::System.Action<{@event.PayloadType.FullName}>";

    public static string Function(EventModel @event) => @event.Payload is null
        ? $"global::System.Func<{Code.ValueTask}>"
        : $"global::System.Func<{@event.PayloadType.FullName}, {Code.ValueTask}>";

    public static string TaskFunction(EventModel @event) => @event.Payload is null
        ? $"global::System.Func<{Code.Task}>"
        : $"global::System.Func<{@event.PayloadType.FullName}, {Code.Task}>";

    public static string Stream(EventModel @event) => $"global::Channels.Typed.EventStream<{@event.PayloadType.FullName}>";

    /// <summary>The event's name, escaped for an XML comment.</summary>
    public static string Xml(EventModel @event) => @event.EventName.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    // The user's handler of an event without payload takes no argument, so it is wrapped in one that takes Empty.
    private static string Handler(EventModel @event) => @event.Payload is null
        ? $"{Code.Services}EventHandlers.WithPayload(handler)"
        : "handler";
}
