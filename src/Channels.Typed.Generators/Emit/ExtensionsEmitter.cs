using Channels.Typed.Generators.Model;

namespace Channels.Typed.Generators.Emit;

/// <summary>Emits the way in: from a socket to the typed client, from the server's channels to the typed publisher.</summary>
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
            /// <summary>Clients and publishers of <see cref="{contract.InterfaceName}"/>.</summary>
            {Code.Generated}
            {Code.Access(contract.IsPublic)} static class {GeneratedNames.Extensions(contract)}
            """);
        writer.Lines($"""
            /// <summary>Makes a client of a channel, which is not joined yet.</summary>
            /// <param name="socket">The socket.</param>
            /// <param name="topic">The topic.</param>
            /// <returns>The client, which the caller disposes.</returns>
            public static {client} {name}(this global::Channels.Typed.IChannelSocket socket, {topic} topic) =>
                new {client}(socket.CreateChannel(topic.ToString(), {GeneratedNames.Literal(contract.TopicPattern)}));

            /// <summary>Gets what sends events to all subscribers of a topic.</summary>
            /// <param name="channels">The server's channels.</param>
            /// <param name="topic">The topic.</param>
            /// <returns>The publisher; it holds no resources.</returns>
            public static {publisher} {name}(this global::Channels.Typed.IChannels channels, {topic} topic) =>
                new {publisher}(channels.Topic(topic.ToString()), {Code.Services}EventScope.Broadcast);
            """);
        EmitByValues(writer, contract, "Makes a client of a channel, which is not joined yet.", client, "global::Channels.Typed.IChannelSocket", "socket");
        EmitByValues(writer, contract, "Gets what sends events to all subscribers of a topic.", publisher, "global::Channels.Typed.IChannels", "channels");
        return writer.End();
    }

    private static void EmitByValues(SourceWriter writer, ContractModel contract, string summary, string result, string receiverType, string receiver)
    {
        string name = GeneratedNames.Escape(GeneratedNames.Base(contract));
        string self = GeneratedNames.Free(receiver, [.. contract.TopicParameters.Select(GeneratedNames.Parameter)]);
        string parameters = TopicEmitter.Parameters(contract);
        string topic = contract.TopicParameters.Count == 0
            ? $"default({GeneratedNames.Topic(contract)})"
            : $"new {GeneratedNames.Topic(contract)}({TopicEmitter.Arguments(contract)})";
        writer.Line();
        writer.Lines($"/// <summary>{summary}</summary>");
        writer.Lines($"/// <param name=\"{self}\">Where it is made from.</param>");
        foreach (TopicParameterModel parameter in contract.TopicParameters)
        {
            writer.Lines($"/// <param name=\"{GeneratedNames.Parameter(parameter).TrimStart('@')}\">The value of <c>{{{parameter.Name}}}</c> in the topic.</param>");
        }

        writer.Lines($"""
            /// <returns>See the overload that takes a topic.</returns>
            public static {result} {name}(this {receiverType} {self}{(parameters.Length == 0 ? "" : ", " + parameters)}) =>
                {self}.{name}({topic});
            """);
    }
}
