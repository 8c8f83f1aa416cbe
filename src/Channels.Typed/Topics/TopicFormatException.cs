namespace Channels.Typed.Topics;

/// <summary>A topic pattern is malformed, or a topic does not match its pattern.</summary>
/// <param name="message">What is wrong, with the offending text, and how to fix it.</param>
public sealed class TopicFormatException(string message) : FormatException(message);
