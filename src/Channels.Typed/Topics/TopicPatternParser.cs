namespace Channels.Typed.Topics;

/// <summary>Splits a pattern such as <c>room:{room}:{id:int}</c> into its segments.</summary>
internal static class TopicPatternParser
{
    public static TopicSegment[] Parse(string pattern)
    {
        if (pattern.Length == 0)
        {
            throw new TopicFormatException("A topic pattern must not be empty. Use something like 'room:{room}'.");
        }

        var segments = new List<TopicSegment>();
        int at = 0;
        while (at < pattern.Length)
        {
            int open = pattern.IndexOf('{', at);
            string literal = open < 0 ? pattern.Substring(at) : pattern.Substring(at, open - at);
            AddLiteral(pattern, literal, segments);
            if (open < 0)
            {
                break;
            }

            int close = pattern.IndexOf('}', open);
            if (close < 0)
            {
                throw new TopicFormatException(
                    $"Topic pattern '{pattern}' has a '{{' without a '}}'. Close the parameter, as in 'room:{{room}}'.");
            }

            AddParameter(pattern, pattern.Substring(open + 1, close - open - 1), segments);
            at = close + 1;
        }

        return segments.ToArray();
    }

    private static void AddLiteral(string pattern, string literal, List<TopicSegment> segments)
    {
        if (literal.IndexOf('}') >= 0)
        {
            throw new TopicFormatException($"Topic pattern '{pattern}' has a '}}' without a '{{'. Remove it, or open a parameter.");
        }

        if (literal.IndexOf('*') >= 0)
        {
            throw new TopicFormatException(
                $"Topic pattern '{pattern}' has a '*'. Use a last parameter, which takes the rest of the topic, as in 'room:{{room}}'.");
        }

        if (literal.Length > 0)
        {
            segments.Add(new TopicSegment(literal, isParameter: false, TopicParameterType.String));
        }
    }

    private static void AddParameter(string pattern, string text, List<TopicSegment> segments)
    {
        int colon = text.IndexOf(':');
        string name = colon < 0 ? text : text.Substring(0, colon);
        string type = colon < 0 ? "" : text.Substring(colon + 1);
        if (!IsIdentifier(name))
        {
            throw new TopicFormatException(
                $"Topic pattern '{pattern}' has a parameter named '{name}'. Use a C# identifier, as in 'room:{{room}}'.");
        }

        if (segments.Count > 0 && segments[segments.Count - 1] is { IsParameter: true } previous)
        {
            throw new TopicFormatException(
                $"Topic pattern '{pattern}' has no text between '{previous.Text}' and '{name}'. "
                + "Put a separator between them, such as ':'.");
        }

        foreach (TopicSegment other in segments)
        {
            if (other.IsParameter && string.Equals(other.Text, name, StringComparison.OrdinalIgnoreCase))
            {
                throw new TopicFormatException($"Topic pattern '{pattern}' has two parameters named '{name}'. Give each its own name.");
            }
        }

        segments.Add(new TopicSegment(name, isParameter: true, TypeOf(pattern, name, colon < 0 ? null : type)));
    }

    private static TopicParameterType TypeOf(string pattern, string name, string? type) => type switch
    {
        null => TopicParameterType.String,
        "int" => TopicParameterType.Int32,
        "long" => TopicParameterType.Int64,
        "guid" => TopicParameterType.Guid,
        _ => throw new TopicFormatException(
            $"Topic pattern '{pattern}' gives '{name}' the type '{type}'. Use int, long, guid, or no type for text."),
    };

    private static bool IsIdentifier(string name)
    {
        if (name.Length == 0 || !(char.IsLetter(name[0]) || name[0] == '_'))
        {
            return false;
        }

        foreach (char c in name)
        {
            if (!(char.IsLetterOrDigit(c) || c == '_'))
            {
                return false;
            }
        }

        return true;
    }
}
