namespace Channels.Typed.Protocol;

/// <summary>Reads the one binary frame that clients send: a push (protocol section "V2 binary frames").</summary>
public static class BinaryFrameReader
{
    private const int HeaderLength = 5;
    private const byte Push = 0;

    // 0, join_ref length, ref length, topic length, event length, join_ref, ref, topic, event, payload

    /// <summary>Reads a push.</summary>
    /// <param name="bytes">The message.</param>
    /// <returns>The frame; its topic, event and payload are views into <paramref name="bytes"/>, its refs are quoted as JSON has them.</returns>
    /// <exception cref="ProtocolException">The message is no push, or ends before its header says.</exception>
    public static Frame ReadPush(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderLength || bytes[0] != Push)
        {
            throw new ProtocolException("A binary frame of a client must be a push: 0, four lengths, join_ref, ref, topic, event and payload.");
        }

        int joinRef = bytes[1], reference = bytes[2], topic = bytes[3], @event = bytes[4];
        ReadOnlySpan<byte> rest = bytes[HeaderLength..];
        if (rest.Length < joinRef + reference + topic + @event)
        {
            throw new ProtocolException("A binary frame must be as long as its header says.");
        }

        ReadOnlySpan<byte> names = rest[(joinRef + reference)..];
        return new Frame(
            JsonText.Encode(rest[..joinRef]),
            JsonText.Encode(rest.Slice(joinRef, reference)),
            JsonText.Encode(names[..topic]),
            names[..topic],
            names.Slice(topic, @event),
            isEventString: true,
            names[(topic + @event)..],
            isBinary: true);
    }
}
