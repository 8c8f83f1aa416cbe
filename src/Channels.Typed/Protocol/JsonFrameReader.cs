using System.Text.Json;

namespace Channels.Typed.Protocol;

/// <summary>Reads V2 text frames (protocol section "V2 text frames").</summary>
public static class JsonFrameReader
{
    /// <summary>The maximum nesting depth of a frame. Deeper frames are refused.</summary>
    public const int MaxDepth = 128;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = MaxDepth };

    // [join_ref, ref, topic, event, payload]; further elements are ignored.

    /// <summary>Reads one frame; its views point into <paramref name="utf8"/>.</summary>
    /// <param name="utf8">The whole frame, UTF-8.</param>
    /// <returns>The frame.</returns>
    /// <exception cref="ProtocolException">
    /// The text is not JSON, not an array, has fewer than five elements, or its topic is an object or array.
    /// </exception>
    public static Frame Read(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, Options);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            {
                throw new ProtocolException("A frame must be a JSON array: [join_ref, ref, topic, event, payload].");
            }

            ReadOnlySpan<byte> joinRef = Element(ref reader, utf8);
            ReadOnlySpan<byte> reference = Element(ref reader, utf8);
            ReadOnlySpan<byte> rawTopic = Element(ref reader, utf8);
            if (rawTopic[0] is (byte)'{' or (byte)'[')
            {
                throw new ProtocolException("A frame's topic must be a string.");
            }

            ReadOnlySpan<byte> topic = reader.TokenType == JsonTokenType.String ? Text(ref reader) : default;
            ReadOnlySpan<byte> rawEvent = Element(ref reader, utf8);
            ReadOnlySpan<byte> @event = reader.TokenType == JsonTokenType.String ? Text(ref reader) : default;
            ReadOnlySpan<byte> payload = Element(ref reader, utf8);
            SkipRest(ref reader);
            return new Frame(joinRef, reference, rawTopic, topic, @event, rawEvent[0] == (byte)'"', payload);
        }
        catch (JsonException e)
        {
            throw new ProtocolException("A frame must be valid JSON.", e);
        }
    }

    private static ReadOnlySpan<byte> Element(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8)
    {
        if (!reader.Read() || reader.TokenType == JsonTokenType.EndArray)
        {
            throw new ProtocolException("A frame must have five elements: [join_ref, ref, topic, event, payload].");
        }

        return Value(ref reader, utf8);
    }

    /// <summary>The raw JSON of the value at the reader's position. The reader moves to the end of the value.</summary>
    internal static ReadOnlySpan<byte> Value(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8)
    {
        int start = (int)reader.TokenStartIndex;
        reader.Skip();
        return utf8.Slice(start, (int)reader.BytesConsumed - start);
    }

    /// <summary>The text of the string at the reader's position.</summary>
    internal static ReadOnlySpan<byte> Text(scoped ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            return reader.ValueSpan;
        }

        // Names with escapes are valid but rare, so an array is acceptable.
        var text = new byte[reader.ValueSpan.Length];
        try
        {
            return text.AsSpan(0, reader.CopyString(text));
        }
        catch (InvalidOperationException e)
        {
            throw new ProtocolException("A frame's topic and event must be valid text.", e);
        }
    }

    private static void SkipRest(scoped ref Utf8JsonReader reader)
    {
        while (reader.Read())
        {
            if (reader.CurrentDepth == 0 && reader.TokenType == JsonTokenType.EndArray)
            {
                // The reader throws if anything except white space follows the array.
                _ = reader.Read();
                return;
            }

            reader.Skip();
        }
    }
}
