using System.Globalization;

namespace Channels.Typed.Topics;

/// <summary>A topic pattern such as <c>room:{room}</c>: matches topics, takes their values out, and builds topics from values.</summary>
/// <remarks>Immutable, safe for use from several threads. Matching is exact: every topic that matches is the one that its values build.</remarks>
public sealed class TopicPattern
{
    private readonly TopicSegment[] _segments;

    private TopicPattern(string pattern, TopicSegment[] segments)
    {
        Pattern = pattern;
        _segments = segments;
        foreach (TopicSegment segment in segments)
        {
            ParameterCount += segment.IsParameter ? 1 : 0;
        }
    }

    /// <summary>Gets the pattern as it was written.</summary>
    public string Pattern { get; }

    /// <summary>Gets the number of parameters.</summary>
    public int ParameterCount { get; }

    /// <summary>Parses a pattern.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <returns>The parsed pattern.</returns>
    /// <exception cref="TopicFormatException">The pattern is malformed.</exception>
    public static TopicPattern Parse(string pattern) => new(pattern, TopicPatternParser.Parse(pattern));

    /// <summary>Matches a topic and takes its values out.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="values">Receives the parameters' values as text; at least <see cref="ParameterCount"/> long.</param>
    /// <returns>Whether the topic matches.</returns>
    public bool TryMatch(string topic, Span<string> values)
    {
        int at = 0;
        int parameter = 0;
        for (int i = 0; i < _segments.Length; i++)
        {
            TopicSegment segment = _segments[i];
            if (!segment.IsParameter)
            {
                if (string.CompareOrdinal(topic, at, segment.Text, 0, segment.Text.Length) != 0)
                {
                    return false;
                }

                at += segment.Text.Length;
                continue;
            }

            // A parameter ends where the literal after it begins, the last one at the end.
            bool isLast = i == _segments.Length - 1;
            int end = isLast ? topic.Length : topic.IndexOf(_segments[i + 1].Text, at, StringComparison.Ordinal);
            if (end < 0 || (end == at && !isLast))
            {
                return false;
            }

            string value = topic.Substring(at, end - at);
            if (!IsValue(value, segment.Type))
            {
                return false;
            }

            values[parameter++] = value;
            at = end;
        }

        return at == topic.Length;
    }

    /// <summary>Builds the topic from the parameters' values.</summary>
    /// <param name="values">The values as text, in the pattern's order.</param>
    /// <returns>The topic.</returns>
    /// <exception cref="TopicFormatException">A value would make a topic that means something else: it is empty, or contains or runs into the separator after it.</exception>
    public string Format(params string[] values)
    {
        if (values.Length != ParameterCount)
        {
            throw new ArgumentException($"Topic pattern '{Pattern}' has {ParameterCount} parameters, but {values.Length} values were given.", nameof(values));
        }

        var topic = new System.Text.StringBuilder(Pattern.Length + 16);
        int parameter = 0;
        for (int i = 0; i < _segments.Length; i++)
        {
            TopicSegment segment = _segments[i];
            if (segment.IsParameter)
            {
                string value = values[parameter++];
                if (i < _segments.Length - 1)
                {
                    CheckInner(segment.Text, value, _segments[i + 1].Text);
                }

                topic.Append(value);
            }
            else
            {
                topic.Append(segment.Text);
            }
        }

        return topic.ToString();
    }

    /// <summary>Writes an integer as a topic has it.</summary>
    /// <param name="value">The integer.</param>
    /// <returns>Its text.</returns>
    public static string ToText(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Writes a GUID as a topic has it.</summary>
    /// <param name="value">The GUID.</param>
    /// <returns>Its text.</returns>
    public static string ToText(Guid value) => value.ToString("D");

    /// <summary>Reads a value that has been matched as <c>int</c>.</summary>
    /// <param name="value">The value as text.</param>
    /// <returns>The integer.</returns>
    public static int ToInt32(string value) => int.Parse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    /// <summary>Reads a value that has been matched as <c>long</c>.</summary>
    /// <param name="value">The value as text.</param>
    /// <returns>The integer.</returns>
    public static long ToInt64(string value) => long.Parse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    /// <summary>Reads a value that has been matched as <c>guid</c>.</summary>
    /// <param name="value">The value as text.</param>
    /// <returns>The GUID.</returns>
    public static Guid ToGuid(string value) => Guid.ParseExact(value, "D");

    /// <inheritdoc/>
    public override string ToString() => Pattern;

    // Only the canonical form matches: '7' and '007' would otherwise be two topics with one value.
    private static bool IsValue(string value, TopicParameterType type) => type switch
    {
        TopicParameterType.Int32 => int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && ToText(number) == value,
        TopicParameterType.Int64 => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) && ToText(number) == value,
        TopicParameterType.Guid => Guid.TryParseExact(value, "D", out Guid guid) && ToText(guid) == value,
        _ => true,
    };

    private void CheckInner(string name, string value, string separator)
    {
        if (value.Length == 0)
        {
            throw new TopicFormatException($"The value of '{name}' in topic pattern '{Pattern}' is empty. Only a last parameter may be.");
        }

        // Looked for in both together: 'a:' before '::' makes 'a:::', in which matching finds the separator one character early.
        int end = (value + separator).IndexOf(separator, StringComparison.Ordinal);
        if (end < value.Length)
        {
            string flaw = end + separator.Length <= value.Length ? $"contains '{separator}', which ends it" : $"runs into the '{separator}' after it, which then begins too early";
            throw new TopicFormatException($"The value '{value}' of '{name}' in topic pattern '{Pattern}' {flaw}. Only a last parameter may contain it.");
        }
    }
}
