namespace Channels.Typed.Topics;

/// <summary>One part of a topic pattern: literal text or a parameter.</summary>
internal readonly struct TopicSegment(string text, bool isParameter, TopicParameterType type)
{
    /// <summary>The literal text, or the parameter's name.</summary>
    public string Text { get; } = text;

    public bool IsParameter { get; } = isParameter;

    public TopicParameterType Type { get; } = type;
}
