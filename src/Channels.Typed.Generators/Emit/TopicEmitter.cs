using Channels.Typed.Generators.Model;
using Channels.Typed.Topics;

namespace Channels.Typed.Generators.Emit;

/// <summary>Emits the typed topic, which has a property for each topic parameter. It is built from values or parsed from text.</summary>
internal static class TopicEmitter
{
    private const string Exception = "global::Channels.Typed.Topics.TopicFormatException";

    public static string Emit(ContractModel contract)
    {
        SourceWriter writer = SourceWriter.Start(contract.Namespace);
        string name = GeneratedNames.Topic(contract);
        string xmlPattern = contract.TopicPattern.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
        writer.Open($$"""
            /// <summary>A topic of <see cref="{{contract.InterfaceName}}"/>: <c>{{xmlPattern}}</c>.</summary>
            {{Code.Generated}}
            {{Code.Access(contract.IsPublic)}} readonly struct {{name}} : global::System.IEquatable<{{name}}>
            """);
        if (contract.TopicParameters.Count == 0)
        {
            writer.Lines($"""
                /// <inheritdoc/>
                public override string ToString() => {GeneratedNames.Literal(contract.TopicPattern)};
                """);
        }
        else
        {
            EmitParameters(writer, contract, name);
        }

        EmitParsing(writer, contract, name, xmlPattern);
        EmitEquality(writer, name);
        return writer.End();
    }

    /// <summary>The parameter of a method that takes a value of the topic, such as <c>string room</c>.</summary>
    public static string Parameter(TopicParameterModel parameter) => $"{TypeName(parameter.Type)} {GeneratedNames.Parameter(parameter)}";

    /// <summary>The XML comment of a topic parameter of a method.</summary>
    public static string Documentation(TopicParameterModel parameter)
    {
        string name = GeneratedNames.Parameter(parameter).TrimStart('@');
        return $"/// <param name=\"{name}\">The value of <c>{{{parameter.Name}}}</c> in the topic.</param>";
    }

    public static string Arguments(ContractModel contract) => string.Join(", ", contract.TopicParameters.Select(GeneratedNames.Parameter));

    private static void EmitParameters(SourceWriter writer, ContractModel contract, string name)
    {
        writer.Lines("private readonly string _topic;");
        writer.Line();
        writer.Lines("/// <summary>Builds the topic from these values.</summary>");
        foreach (TopicParameterModel parameter in contract.TopicParameters)
        {
            writer.Lines(Documentation(parameter));
        }

        writer.Lines($"/// <exception cref=\"{Exception}\">A value is not possible at its place in the pattern.</exception>");
        writer.Open($"public {name}({string.Join(", ", contract.TopicParameters.Select(Parameter))})");
        foreach (TopicParameterModel parameter in contract.TopicParameters)
        {
            string value = GeneratedNames.Parameter(parameter);
            string check = parameter.Type == TopicParameterType.String
                ? $" ?? throw new global::System.ArgumentNullException(nameof({value}))"
                : "";
            writer.Lines($"this.{GeneratedNames.Property(parameter)} = {value}{check};");
        }

        writer.Lines($"_topic = {Contract(contract)}.Pattern.Format({string.Join(", ", contract.TopicParameters.Select(ToText))});");
        writer.Close();
        writer.Line();
        writer.Open($"private {name}(string[] values, string topic)");
        for (int i = 0; i < contract.TopicParameters.Count; i++)
        {
            TopicParameterModel parameter = contract.TopicParameters[i];
            writer.Lines($"this.{GeneratedNames.Property(parameter)} = {FromText(parameter.Type, $"values[{i}]")};");
        }

        writer.Lines("_topic = topic;");
        writer.Close();
        foreach (TopicParameterModel parameter in contract.TopicParameters)
        {
            writer.Line();
            writer.Lines($$"""
                /// <summary>Gets the value of <c>{{{parameter.Name}}}</c>.</summary>
                public {{TypeName(parameter.Type)}} {{GeneratedNames.Property(parameter)}} { get; }
                """);
        }

        writer.Line();
        writer.Lines("""
            /// <inheritdoc/>
            public override string ToString() => _topic ?? "";
            """);
    }

    private static void EmitParsing(SourceWriter writer, ContractModel contract, string name, string xmlPattern)
    {
        int count = contract.TopicParameters.Count;
        string values = count == 0 ? "global::System.Array.Empty<string>()" : $"new string[{count}]";
        writer.Line();
        writer.Open($"""
            /// <summary>Parses a topic.</summary>
            /// <param name="topic">The topic's text.</param>
            /// <param name="result">The topic, if the text matches.</param>
            /// <returns>Whether the text matches <c>{xmlPattern}</c>.</returns>
            public static bool TryParse(string topic, out {name} result)
            """);
        writer.Lines($"string[] values = {values};");
        writer.Lines($"bool isMatch = topic != null && {Contract(contract)}.Pattern.TryMatch(topic, values);");
        writer.Lines(count == 0 ? "result = default;" : $"result = isMatch ? new {name}(values, topic) : default;");
        writer.Lines("return isMatch;");
        writer.Close();
        writer.Line();
        writer.Lines($"""
            /// <summary>Parses a topic.</summary>
            /// <param name="topic">The topic's text.</param>
            /// <returns>The topic.</returns>
            /// <exception cref="{Exception}">The text does not match <c>{xmlPattern}</c>.</exception>
            public static {name} Parse(string topic) => TryParse(topic, out {name} result)
                ? result
                : throw new {Exception}("The topic '" + topic + "' does not match '" + {Contract(contract)}.Pattern + "'.");
            """);
    }

    private static void EmitEquality(SourceWriter writer, string name)
    {
        writer.Line();
        writer.Lines($"""
            /// <inheritdoc/>
            public bool Equals({name} other) => ToString() == other.ToString();

            /// <inheritdoc/>
            public override bool Equals(object? obj) => obj is {name} other && Equals(other);

            /// <inheritdoc/>
            public override int GetHashCode() => ToString().GetHashCode();

            /// <summary>Returns whether two topics are equal.</summary>
            public static bool operator ==({name} left, {name} right) => left.Equals(right);

            /// <summary>Returns whether two topics are different.</summary>
            public static bool operator !=({name} left, {name} right) => !left.Equals(right);
            """);
    }

    private static string Contract(ContractModel contract) => GeneratedNames.Qualify(contract, GeneratedNames.Contract(contract));

    private static string TypeName(TopicParameterType type) => type switch
    {
        TopicParameterType.Int32 => "int",
        TopicParameterType.Int64 => "long",
        TopicParameterType.Guid => "global::System.Guid",
        _ => "string",
    };

    private static string ToText(TopicParameterModel parameter) => parameter.Type == TopicParameterType.String
        ? GeneratedNames.Parameter(parameter)
        : $"global::Channels.Typed.Topics.TopicPattern.ToText({GeneratedNames.Parameter(parameter)})";

    private static string FromText(TopicParameterType type, string value) => type == TopicParameterType.String
        ? value
        : $"global::Channels.Typed.Topics.TopicPattern.To{type}({value})";
}
