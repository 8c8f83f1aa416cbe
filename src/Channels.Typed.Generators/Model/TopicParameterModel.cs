using Channels.Typed.Topics;

namespace Channels.Typed.Generators.Model;

/// <summary>A parameter of a topic pattern.</summary>
/// <param name="Name">The name, as the pattern spells it.</param>
/// <param name="Type">The type of its values.</param>
internal sealed record TopicParameterModel(string Name, TopicParameterType Type);
