using System.Text.Json;

namespace Channels.Typed.Protocol;

/// <summary>
/// Reads V1 frames: JSON objects with <c>topic</c>, <c>event</c>, <c>payload</c>, <c>ref</c> and optionally <c>join_ref</c>.
/// </summary>
/// <remarks>Like <see cref="JsonFrameReader"/>, it builds no document and copies only names that have escapes.</remarks>
public static class JsonObjectFrameReader
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = JsonFrameReader.MaxDepth };

    // {"topic": topic, "event": event, "payload": payload, "ref": ref, "join_ref": join_ref}; other keys are ignored, and the last of a
    // repeated key counts.

    /// <summary>Reads a frame of a server. In <c>phx_close</c> and <c>phx_error</c> the ref is the ref of the join.</summary>
    /// <param name="utf8">The message.</param>
    /// <returns>The frame, as views into <paramref name="utf8"/>.</returns>
    /// <exception cref="ProtocolException">The message is not such a frame.</exception>
    public static Frame ReadFromServer(ReadOnlySpan<byte> utf8)
    {
        Frame frame = Read(utf8);
        return frame.IsEventString && (frame.Event.SequenceEqual(PhoenixEvents.Close) || frame.Event.SequenceEqual(PhoenixEvents.Error))
            ? new Frame(frame.Ref, frame.Ref, frame.RawTopic, frame.Topic, frame.Event, isEventString: true, frame.Payload)
            : frame;
    }

    /// <summary>Reads a frame.</summary>
    /// <param name="utf8">The message.</param>
    /// <returns>The frame, as views into <paramref name="utf8"/>.</returns>
    /// <exception cref="ProtocolException">The message is not such a frame.</exception>
    public static Frame Read(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, Options);
        ReadOnlySpan<byte> joinRef = "null"u8, reference = default, payload = default;
        ReadOnlySpan<byte> rawTopic = default, topic = default, rawEvent = default, @event = default;
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                throw new ProtocolException("A V1 frame must be a JSON object with topic, event, payload and ref.");
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                // The name must be compared before the reader moves to the value.
                int name = Name(ref reader);
                reader.Read();
                ReadOnlySpan<byte> text = name < 2 && reader.TokenType == JsonTokenType.String ? JsonFrameReader.Text(ref reader) : default;
                ReadOnlySpan<byte> value = JsonFrameReader.Value(ref reader, utf8);
                switch (name)
                {
                    case 0:
                        rawTopic = value;
                        topic = text;
                        break;
                    case 1:
                        rawEvent = value;
                        @event = text;
                        break;
                    case 2:
                        payload = value;
                        break;
                    case 3:
                        reference = value;
                        break;
                    case 4:
                        joinRef = value;
                        break;
                }
            }

            // The reader throws if anything except white space follows the object.
            _ = reader.Read();
        }
        catch (JsonException e)
        {
            throw new ProtocolException("A frame must be valid JSON.", e);
        }

        if (rawTopic.IsEmpty || rawEvent.IsEmpty || payload.IsEmpty || reference.IsEmpty)
        {
            throw new ProtocolException("A V1 frame must have topic, event, payload and ref.");
        }

        if (rawTopic[0] is (byte)'{' or (byte)'[')
        {
            throw new ProtocolException("A frame's topic must be a string.");
        }

        return new Frame(joinRef, reference, rawTopic, topic, @event, rawEvent[0] == (byte)'"', payload);
    }

    private static int Name(scoped ref Utf8JsonReader reader)
    {
        try
        {
            return reader.ValueTextEquals("topic"u8) ? 0
                : reader.ValueTextEquals("event"u8) ? 1
                : reader.ValueTextEquals("payload"u8) ? 2
                : reader.ValueTextEquals("ref"u8) ? 3
                : reader.ValueTextEquals("join_ref"u8) ? 4
                : 5;
        }
        catch (InvalidOperationException e)
        {
            // An escape for half of a surrogate pair is valid JSON but not valid text.
            throw new ProtocolException("A frame's keys must be valid text.", e);
        }
    }
}
