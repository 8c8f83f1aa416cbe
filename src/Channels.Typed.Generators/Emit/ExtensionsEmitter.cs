using Channels.Typed.Generators.Model;

namespace Channels.Typed.Generators.Emit;

/// <summary>
/// Emits the extension methods that an application starts from: the typed client of a socket, and the typed publisher of the server's
/// channels.
/// </summary>
internal static class ExtensionsEmitter
{
    public static string Emit(ContractModel contract)
    {
        SourceWriter writer = SourceWriter.Start(contract.Namespace);
        string name = GeneratedNames.Escape(GeneratedNames.Base(contract));
        string topic = GeneratedNames.Topic(contract);
        string client = GeneratedNames.Client(contract);
        string publisher = GeneratedNames.Publisher(contract);
        writer.Open($"""
            /// <summary>Creates clients and publishers of <see cref="{contract.InterfaceName}"/>.</summary>
            {Code.Generated}
            {Code.Access(contract.IsPublic)} static class {GeneratedNames.Extensions(contract)}
            """);
        writer.Lines($"""
            /// <summary>Creates a client of a channel. It is not joined yet.</summary>
            /// <param name="socket">The socket.</param>
            /// <param name="topic">The topic.</param>
            /// <returns>The client. The caller disposes it.</returns>
            public static {client} {name}(this global::Channels.Typed.IChannelSocket socket, {topic} topic) =>
                new {client}(socket.CreateChannel(topic.ToString(), {GeneratedNames.Literal(contract.TopicPattern)}));

            /// <summary>Gets a publisher, which sends events to all subscribers of a topic.</summary>
            /// <param name="channels">The server's channels.</param>
            /// <param name="topic">The topic.</param>
            /// <returns>The publisher. It holds no resources.</returns>
            public static {publisher} {name}(this global::Channels.Typed.IChannels channels, {topic} topic) =>
                new {publisher}(channels.Topic(topic.ToString()), {Code.Services}EventScope.Broadcast);
            """);
        EmitByValues(writer, contract, "Creates a client of a channel. It is not joined yet.", client, "IChannelSocket", "socket");
        EmitByValues(
            writer, contract, "Gets a publisher, which sends events to all subscribers of a topic.", publisher, "IChannels", "channels");
        return writer.End();
    }

    private static void EmitByValues(
        SourceWriter writer, ContractModel contract, string summary, string result, string receiverType, string receiver)
    {
        string name = GeneratedNames.Escape(GeneratedNames.Base(contract));
        string self = GeneratedNames.MakeUnique(receiver, [.. contract.TopicParameters.Select(GeneratedNames.Parameter)]);
        string parameters = string.Concat(contract.TopicParameters.Select(static parameter => ", " + TopicEmitter.Parameter(parameter)));
        string topic = contract.TopicParameters.Count == 0
            ? $"default({GeneratedNames.Topic(contract)})"
            : $"new {GeneratedNames.Topic(contract)}({TopicEmitter.Arguments(contract)})";
        writer.Line();
        writer.Lines($"/// <summary>{summary}</summary>");
        writer.Lines($"/// <param name=\"{self}\">{(receiver == "socket" ? "The socket." : "The server's channels.")}</param>");
        foreach (TopicParameterModel parameter in contract.TopicParameters)
        {
            writer.Lines(TopicEmitter.Documentation(parameter));
        }

        writer.Lines($"""
            /// <returns>See the overload that takes a topic.</returns>
            public static {result} {name}(this global::Channels.Typed.{receiverType} {self}{parameters}) =>
                {self}.{name}({topic});
            """);
    }
}
