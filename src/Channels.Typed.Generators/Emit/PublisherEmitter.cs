using Channels.Typed.Generators.Model;

namespace Channels.Typed.Generators.Emit;

/// <summary>Emits the publisher, which implements the events interface: each method sends its event to a target.</summary>
internal static class PublisherEmitter
{
    public static string Emit(ContractModel contract)
    {
        SourceWriter writer = SourceWriter.Start(contract.Namespace);
        string name = GeneratedNames.Publisher(contract);
        writer.Open($"""
            /// <summary>Sends the events of <see cref="{contract.InterfaceName}"/> to clients.</summary>
            /// <remarks>Safe for use from several threads. Holds no resources.</remarks>
            {Code.Generated}
            {Code.Access(contract.IsPublic)} readonly struct {name}{(contract.IsBroken ? "" : " : " + contract.EventsInterface)}
            """);
        writer.Lines($"""
            private readonly {Code.Services}EventTarget _target;
            private readonly {Code.Services}EventScope _scope;

            /// <summary>Creates a publisher. Applications get theirs from a channel or from <see cref="global::Channels.Typed.IChannels"/>.</summary>
            /// <param name="target">Sends the events.</param>
            /// <param name="scope">Which clients receive the events.</param>
            {Code.Hidden}
            """);
        writer.Open($"public {name}({Code.Services}EventTarget target, {Code.Services}EventScope scope)");
        writer.Lines("_target = target;\n_scope = scope;");
        writer.Close();
        foreach (EventModel @event in contract.Events)
        {
            string payload = @event.Payload is null ? "" : GeneratedNames.Escape(@event.Payload.Name);
            string parameter = @event.Payload is null
                ? ""
                : $"{@event.Payload.Type.FullName} {payload}{(@event.Payload.IsOptional ? " = default" : "")}";
            string arguments = @event.Payload is null ? "" : $", {payload}, {GeneratedNames.JsonInfo(contract, @event.Payload.Type)}";
            writer.Line();
            writer.Lines($"""
                /// <inheritdoc/>
                public {Code.ValueTask} {GeneratedNames.Escape(@event.Name)}({parameter}) =>
                    _target.SendAsync(_scope, {GeneratedNames.OutEvent(contract, @event)}{arguments});
                """);
        }

        return writer.End();
    }
}
