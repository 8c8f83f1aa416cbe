using System.Text.Json;

namespace Channels.Typed.Protocol;

/// <summary>Reads V1 frames: JSON objects with <c>topic</c>, <c>event</c>, <c>payload</c>, <c>ref</c> and perhaps <c>join_ref</c>.</summary>
/// <remarks>Like <see cref="JsonFrameReader"/> it makes no document and copies nothing but escaped names.</remarks>
public static class JsonObjectFrameReader
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = JsonFrameReader.MaxDepth };

    // {"topic": topic, "event": event, "payload": payload, "ref": ref, "join_ref": join_ref}; others are ignored, of a repeated one the last counts.

    /// <summary>Reads a frame that a server sent: in <c>phx_close</c> and <c>phx_error</c> the ref is that of the join.</summary>
    /// <param name="utf8">The message.</param>
    /// <returns>The frame, as views into <paramref name="utf8"/>.</returns>
    /// <exception cref="ProtocolException">The message is no such frame.</exception>
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
    /// <exception cref="ProtocolException">The message is no such frame.</exception>
    public static Frame Read(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, Options);
        ReadOnlySpan<byte> joinRef = "null"u8, reference = default, rawTopic = default, topic = default, rawEvent = default, @event = default, payload = default;
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                throw new ProtocolException("A V1 frame must be a JSON object with topic, event, payload and ref.");
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                // The name is compared before the reader goes on to the value.
                int name = reader.ValueTextEquals("topic"u8) ? 0 : reader.ValueTextEquals("event"u8) ? 1 : reader.ValueTextEquals("payload"u8) ? 2
                    : reader.ValueTextEquals("ref"u8) ? 3 : reader.ValueTextEquals("join_ref"u8) ? 4 : 5;
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

            // Whatever follows the object but white space is an error, which the reader throws.
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
}
