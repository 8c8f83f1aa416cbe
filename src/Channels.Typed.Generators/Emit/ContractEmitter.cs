using Channels.Typed.Generators.Model;

namespace Channels.Typed.Generators.Emit;

/// <summary>Emits the descriptor: the contract's pattern, events and payloads, which everything else generated from it uses.</summary>
internal static class ContractEmitter
{
    public static string Emit(ContractModel contract)
    {
        SourceWriter writer = SourceWriter.Start(contract.Namespace);
        string name = GeneratedNames.Contract(contract);
        if (!contract.IsBroken)
        {
            EmitLink(writer, contract, name);
        }

        writer.Open($"""
            /// <summary>The topic, events and payloads of <see cref="{contract.InterfaceName}"/>, for generated code.</summary>
            {Code.Generated}
            {Code.Hidden}
            {Code.Access(contract.IsPublic)} static class {name}
            """);
        writer.Lines($"""
            /// <summary>The topic pattern.</summary>
            public static readonly global::Channels.Typed.Topics.TopicPattern Pattern = global::Channels.Typed.Topics.TopicPattern.Parse({GeneratedNames.Literal(contract.TopicPattern)});
            """);
        writer.Line();
        writer.Open("""
            /// <summary>Gets the topic pattern, once it is certain that all payloads can be read and written.</summary>
            /// <returns>The pattern.</returns>
            public static global::Channels.Typed.Topics.TopicPattern Load()
            """);
        writer.Lines($"_ = JsonInfos.{GeneratedNames.Escape(contract.JsonInfos[0].Field)};\nreturn Pattern;"); // Every contract has a join and so a payload.
        writer.Close();
        EmitEvents(writer, "InEvents", "The events that clients push.", contract.Methods.Select(method => (method.BaseName, method.EventName)));
        EmitEvents(writer, "OutEvents", "The events that the server sends.", contract.Events.Select(@event => (@event.BaseName, @event.EventName)));
        EmitInfos(writer, contract);
        return writer.End();
    }

    // From the contract to what is generated for it.
    private static void EmitLink(SourceWriter writer, ContractModel contract, string name)
    {
        writer.Lines($"""
            [{Code.Services}ChannelContract(typeof({name}), typeof({GeneratedNames.Client(contract)}), typeof({GeneratedNames.Topic(contract)}), typeof({GeneratedNames.Publisher(contract)}))]
            partial interface {GeneratedNames.Escape(contract.InterfaceName)}
            """);
        writer.Lines("{\n}");
        writer.Line();
    }

    private static void EmitEvents(SourceWriter writer, string name, string summary, IEnumerable<(string BaseName, string EventName)> events)
    {
        writer.Line();
        writer.Open($"""
            /// <summary>{summary}</summary>
            public static class {name}
            """);
        foreach ((string baseName, string eventName) in events)
        {
            writer.Lines($"""
                /// <summary>The event '{eventName.Replace("&", "&amp;").Replace("<", "&lt;")}'.</summary>
                public static readonly {Code.Services}EventName {GeneratedNames.Escape(baseName)} = new {Code.Services}EventName({GeneratedNames.Literal(eventName)});
                """);
        }

        writer.Close();
    }

    private static void EmitInfos(SourceWriter writer, ContractModel contract)
    {
        string context = contract.JsonContext is null ? "null" : contract.JsonContext + ".Default";
        writer.Line();
        writer.Open("""
            /// <summary>How the payloads are read and written.</summary>
            public static class JsonInfos
            """);
        foreach (JsonInfoModel info in contract.JsonInfos)
        {
            writer.Lines($"""
                /// <summary>The payload of this type.</summary>
                public static readonly global::System.Text.Json.Serialization.Metadata.JsonTypeInfo<{info.Type.FullName}> {GeneratedNames.Escape(info.Field)} = {Code.Services}PayloadJson.Get<{info.Type.FullName}>({context});
                """);
        }

        writer.Close();
    }
}
