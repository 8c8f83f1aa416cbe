using System.Globalization;

namespace Channels.Typed.Topics;

/// <summary>A topic pattern such as <c>room:{room}</c>: matches topics, extracts their values, and builds topics from values.</summary>
/// <remarks>
/// Immutable, safe for use from several threads. Matching is exact: building a topic from the extracted values gives the same topic.
/// </remarks>
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

    /// <summary>Gets the text of the pattern.</summary>
    public string Pattern { get; }

    /// <summary>Gets the number of parameters.</summary>
    public int ParameterCount { get; }

    /// <summary>Parses a pattern.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <returns>The parsed pattern.</returns>
    /// <exception cref="TopicFormatException">The pattern is malformed.</exception>
    public static TopicPattern Parse(string pattern) => new(pattern, TopicPatternParser.Parse(pattern));

    /// <summary>Matches a topic and extracts its values.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="values">Receives the values of the parameters as text. Its length is at least <see cref="ParameterCount"/>.</param>
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

            // A parameter ends where the next literal begins. The last one ends at the end of the topic.
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

    /// <summary>Builds a topic from the values of the parameters.</summary>
    /// <param name="values">The values as text, in the order of the pattern.</param>
    /// <returns>The topic.</returns>
    /// <exception cref="TopicFormatException">
    /// A value is not possible at its place: it is empty, contains the separator after it, or forms that separator together with it.
    /// </exception>
    public string Format(params string[] values)
    {
        if (values.Length != ParameterCount)
        {
            throw new ArgumentException(
                $"Topic pattern '{Pattern}' has {ParameterCount} parameters, but {values.Length} values were given.", nameof(values));
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

    /// <summary>Converts an integer to its text in a topic.</summary>
    /// <param name="value">The integer.</param>
    /// <returns>The text.</returns>
    public static string ToText(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Converts a GUID to its text in a topic.</summary>
    /// <param name="value">The GUID.</param>
    /// <returns>The text.</returns>
    public static string ToText(Guid value) => value.ToString("D");

    /// <summary>Converts the text of an <c>int</c> parameter that has matched.</summary>
    /// <param name="value">The value as text.</param>
    /// <returns>The integer.</returns>
    public static int ToInt32(string value) => int.Parse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    /// <summary>Converts the text of a <c>long</c> parameter that has matched.</summary>
    /// <param name="value">The value as text.</param>
    /// <returns>The integer.</returns>
    public static long ToInt64(string value) => long.Parse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    /// <summary>Converts the text of a <c>guid</c> parameter that has matched.</summary>
    /// <param name="value">The value as text.</param>
    /// <returns>The GUID.</returns>
    public static Guid ToGuid(string value) => Guid.ParseExact(value, "D");

    /// <inheritdoc/>
    public override string ToString() => Pattern;

    // Only the canonical form matches. Otherwise '7' and '007' would be two topics with one value.
    private static bool IsValue(string value, TopicParameterType type) => type switch
    {
        TopicParameterType.Int32 =>
            int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && ToText(number) == value,
        TopicParameterType.Int64 =>
            long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) && ToText(number) == value,
        TopicParameterType.Guid => Guid.TryParseExact(value, "D", out Guid guid) && ToText(guid) == value,
        _ => true,
    };

    private void CheckInner(string name, string value, string separator)
    {
        if (value.Length == 0)
        {
            throw new TopicFormatException(
                $"The value of '{name}' in topic pattern '{Pattern}' is empty. Only the value of a last parameter can be empty.");
        }

        // The separator may also begin in the value: 'a:' before '::' gives 'a:::', where matching finds the separator one character too
        // early.
        int end = (value + separator).IndexOf(separator, StringComparison.Ordinal);
        if (end < value.Length)
        {
            string problem = end + separator.Length <= value.Length
                ? $"contains '{separator}', which ends the value"
                : $"together with the '{separator}' after it contains '{separator}' too early";
            throw new TopicFormatException(
                $"The value '{value}' of '{name}' in topic pattern '{Pattern}' {problem}. "
                + "Only the value of a last parameter can contain it.");
        }
    }
}
