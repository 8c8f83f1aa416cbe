using Channels.Typed.Generators.Model;

namespace Channels.Typed.Generators.Emit;

/// <summary>Emits the descriptor: the contract's topic pattern, events and payload metadata, which all other generated code uses.</summary>
internal static class ContractEmitter
{
    private const string TypeInfo = "global::System.Text.Json.Serialization.Metadata.JsonTypeInfo";
    private const string Pattern = "global::Channels.Typed.Topics.TopicPattern";

    public static string Emit(ContractModel contract)
    {
        SourceWriter writer = SourceWriter.Start(contract.Namespace);
        string name = GeneratedNames.Contract(contract);
        if (!contract.IsBroken)
        {
            EmitLink(writer, contract, name);
        }

        writer.Open($"""
            /// <summary>The topic pattern, events and payloads of <see cref="{contract.InterfaceName}"/>, for generated code.</summary>
            {Code.Generated}
            {Code.Hidden}
            {Code.Access(contract.IsPublic)} static class {name}
            """);
        writer.Lines($"""
            /// <summary>The topic pattern.</summary>
            public static readonly {Pattern} Pattern = {Pattern}.Parse({GeneratedNames.Literal(contract.TopicPattern)});
            """);
        writer.Line();
        writer.Open("""
            /// <summary>Gets the topic pattern, after checking that there is JSON metadata for every payload.</summary>
            /// <returns>The topic pattern.</returns>
            public static global::Channels.Typed.Topics.TopicPattern Load()
            """);

        // Initializes all fields of JsonInfos. There is at least one: every contract has a join, and every join has a payload.
        writer.Lines($"_ = JsonInfos.{GeneratedNames.Escape(contract.JsonInfos[0].Field)};\nreturn Pattern;");
        writer.Close();
        EmitEvents(
            writer,
            "InEvents",
            "The events that clients push.",
            contract.Methods.Select(static method => (method.BaseName, method.EventName)));
        EmitEvents(
            writer,
            "OutEvents",
            "The events that the server sends.",
            contract.Events.Select(static @event => (@event.BaseName, @event.EventName)));
        EmitInfos(writer, contract);
        return writer.End();
    }

    // The attribute links the contract to the code that is generated from it.
    private static void EmitLink(SourceWriter writer, ContractModel contract, string name)
    {
        string[] types = [name, GeneratedNames.Client(contract), GeneratedNames.Topic(contract), GeneratedNames.Publisher(contract)];
        writer.Lines($"""
            [{Code.Services}ChannelContract({string.Join(", ", types.Select(static type => $"typeof({type})"))})]
            partial interface {GeneratedNames.Escape(contract.InterfaceName)}
            """);
        writer.Lines("{\n}");
        writer.Line();
    }

    private static void EmitEvents(
        SourceWriter writer, string name, string summary, IEnumerable<(string BaseName, string EventName)> events)
    {
        writer.Line();
        writer.Open($"""
            /// <summary>{summary}</summary>
            public static class {name}
            """);
        foreach ((string baseName, string eventName) in events)
        {
            string creation = $"new {Code.Services}EventName({GeneratedNames.Literal(eventName)})";
            writer.Lines($"""
                /// <summary>The event '{eventName.Replace("&", "&amp;").Replace("<", "&lt;")}'.</summary>
                public static readonly {Code.Services}EventName {GeneratedNames.Escape(baseName)} = {creation};
                """);
        }

        writer.Close();
    }

    private static void EmitInfos(SourceWriter writer, ContractModel contract)
    {
        string context = contract.JsonContext is null ? "null" : contract.JsonContext + ".Default";
        writer.Line();
        writer.Open("""
            /// <summary>The JSON metadata that reads and writes the payloads.</summary>
            public static class JsonInfos
            """);
        foreach (JsonInfoModel info in contract.JsonInfos)
        {
            string type = info.Type.FullName;
            string field = GeneratedNames.Escape(info.Field);
            writer.Lines($"""
                /// <summary>The metadata of the payload type.</summary>
                public static readonly {TypeInfo}<{type}> {field} = {Code.Services}PayloadJson.Get<{type}>({context});
                """);
        }

        writer.Close();
    }
}
