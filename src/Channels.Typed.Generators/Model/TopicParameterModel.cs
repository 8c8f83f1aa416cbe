using Channels.Typed.Topics;

namespace Channels.Typed.Generators.Model;

/// <summary>A parameter of a topic pattern.</summary>
/// <param name="Name">As the pattern spells it.</param>
/// <param name="Type">What its values are.</param>
internal sealed record TopicParameterModel(string Name, TopicParameterType Type);
