using Channels.Typed.Generators.Model;

namespace Channels.Typed.Generators.Emit;

/// <summary>Emits the registration of clients in a service collection, if the compilation references its abstractions.</summary>
internal static class ServicesEmitter
{
    private const string Injection = "global::Microsoft.Extensions.DependencyInjection.";
    private const string Collection = Injection + "IServiceCollection";
    private const string Adding = Injection + "ServiceCollectionServiceExtensions.";
    private const string Keyed = Injection + "ServiceProviderKeyedServiceExtensions.GetRequiredKeyedService";
    private const string Unkeyed = Injection + "ServiceProviderServiceExtensions.GetRequiredService";
    private const string Provider = "global::System.IServiceProvider";
    private const string Socket = "global::Channels.Typed.IChannelSocket";
    private const string SocketNameSummary =
        "The name of the socket, as given to <c>AddChannelSocket</c>. The default is the socket without a name.";

    public static string Emit(ContractModel contract)
    {
        SourceWriter writer = SourceWriter.Start(contract.Namespace);
        string client = GeneratedNames.Client(contract);
        string @interface = GeneratedNames.ClientInterface(contract);
        writer.Open($"""
            /// <summary>Adds clients of <see cref="{contract.InterfaceName}"/> to the services of an application.</summary>
            /// <remarks>
            /// Each client is a singleton, because only one client of a socket can join a topic at a time. All consumers share it, whether it is joined
            /// or not. The container disposes it; consumers do not.
            /// </remarks>
            {Code.Generated}
            {Code.Access(contract.IsPublic)} static class {GeneratedNames.ServiceExtensions(contract)}
            """);
        EmitByTopic(writer, contract, client, @interface);
        EmitByFactory(writer, contract, client, @interface);
        EmitByValues(writer, contract);
        writer.Line();
        writer.Lines($"""
            private static {client} Make({Provider} provider, string? socketName, {GeneratedNames.Topic(contract)} topic)
            """);
        writer.Lines("{");
        writer.Lines($"""
                {Socket} socket = socketName == null ? {Unkeyed}<{Socket}>(provider) : {Keyed}<{Socket}>(provider, socketName);
                return new {client}(socket.CreateChannel(topic.ToString(), {GeneratedNames.Literal(contract.TopicPattern)}));
            """);
        writer.Lines("}");
        return writer.End();
    }

    private static void EmitByTopic(SourceWriter writer, ContractModel contract, string client, string @interface)
    {
        string topicType = GeneratedNames.Topic(contract);
        writer.Open($"""
            /// <summary>Adds the client of a topic, as <see cref="{@interface}"/> and <see cref="{client}"/>.</summary>
            /// <remarks>It is also added with the topic's text as key. Of several topics, the last one is injected where no key is given.</remarks>
            /// <param name="services">The services of the application. They must contain a socket.</param>
            /// <param name="topic">The topic.</param>
            /// <param name="socketName">{SocketNameSummary}</param>
            /// <returns>The services.</returns>
            public static {Collection} {Name(contract)}(this {Collection} services, {topicType} topic, string? socketName = null)
            """);
        writer.Lines($"""
            string key = topic.ToString();
            {Adding}AddKeyedSingleton<{client}>(services, key, (provider, _) => Make(provider, socketName, topic));
            {Adding}AddKeyedSingleton<{@interface}>(services, key, (provider, _) => {Keyed}<{client}>(provider, key));
            {Adding}AddSingleton<{client}>(services, provider => {Keyed}<{client}>(provider, key));
            {Adding}AddSingleton<{@interface}>(services, provider => {Keyed}<{@interface}>(provider, key));
            return services;
            """);
        writer.Close();
    }

    private static void EmitByFactory(SourceWriter writer, ContractModel contract, string client, string @interface)
    {
        string topicFactory = $"global::System.Func<{Provider}, {GeneratedNames.Topic(contract)}>";
        writer.Line();
        writer.Open($"""
            /// <summary>Adds the client of a topic that is computed from the services, as <see cref="{@interface}"/> and <see cref="{client}"/>, without a key.</summary>
            /// <param name="services">The services of the application. They must contain a socket.</param>
            /// <param name="topic">Creates the topic. Called once, when the client is first resolved.</param>
            /// <param name="socketName">{SocketNameSummary}</param>
            /// <returns>The services.</returns>
            public static {Collection} {Name(contract)}(this {Collection} services, {topicFactory} topic, string? socketName = null)
            """);
        writer.Lines("if (topic == null)\n{\n    throw new global::System.ArgumentNullException(nameof(topic));\n}");
        writer.Line();
        writer.Lines($"""
            {Adding}AddSingleton<{client}>(services, provider => Make(provider, socketName, topic(provider)));
            {Adding}AddSingleton<{@interface}>(services, provider => {Unkeyed}<{client}>(provider));
            return services;
            """);
        writer.Close();
    }

    private static void EmitByValues(SourceWriter writer, ContractModel contract)
    {
        string[] taken = [.. contract.TopicParameters.Select(GeneratedNames.Parameter)];
        string services = GeneratedNames.MakeUnique("services", taken);
        string socketName = GeneratedNames.MakeUnique("socketName", taken);
        string parameters = string.Concat(contract.TopicParameters.Select(static parameter => TopicEmitter.Parameter(parameter) + ", "));
        writer.Line();
        writer.Lines($"""
            /// <summary>Adds the client of a topic. See the overload that takes a topic.</summary>
            /// <param name="{services}">The services of the application. They must contain a socket.</param>
            """);
        foreach (TopicParameterModel parameter in contract.TopicParameters)
        {
            writer.Lines(TopicEmitter.Documentation(parameter));
        }

        string topic = contract.TopicParameters.Count == 0
            ? $"default({GeneratedNames.Topic(contract)})"
            : $"new {GeneratedNames.Topic(contract)}({TopicEmitter.Arguments(contract)})";
        writer.Lines($"""
            /// <param name="{socketName}">{SocketNameSummary}</param>
            /// <returns>The services.</returns>
            public static {Collection} {Name(contract)}(this {Collection} {services}, {parameters}string? {socketName} = null) =>
                {Name(contract)}({services}, {topic}, {socketName});
            """);
    }

    private static string Name(ContractModel contract) => "Add" + GeneratedNames.Base(contract);
}
