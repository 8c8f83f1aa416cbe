namespace Channels.Typed.Protocol;

/// <summary>Reads binary frames of clients and of servers (protocol section "V2 binary frames").</summary>
public static class BinaryFrameReader
{
    private const int HeaderLength = 5;

    // 0, join_ref length, ref length, topic length, event length, join_ref, ref, topic, event, payload

    /// <summary>Reads a push of a client.</summary>
    /// <param name="bytes">The message.</param>
    /// <returns>
    /// The frame; its topic, event and payload are views into <paramref name="bytes"/>, its refs are JSON strings.
    /// </returns>
    /// <exception cref="ProtocolException">
    /// The message is not a push, is shorter than its header says, or has a ref, topic or event that is not UTF-8.
    /// </exception>
    public static Frame ReadPush(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderLength || bytes[0] != BinaryFrameWriter.Push)
        {
            throw new ProtocolException(
                "A binary frame of a client must be a push: 0, four lengths, join_ref, ref, topic, event and payload.");
        }

        ReadOnlySpan<byte> lengths = bytes.Slice(1, HeaderLength - 1);
        ReadOnlySpan<byte> rest = bytes.Slice(HeaderLength);
        ReadOnlySpan<byte> joinRef = Take(ref lengths, ref rest);
        ReadOnlySpan<byte> reference = Take(ref lengths, ref rest);
        ReadOnlySpan<byte> topic = Take(ref lengths, ref rest);
        ReadOnlySpan<byte> name = Take(ref lengths, ref rest);
        return new Frame(
            JsonText.Encode(joinRef),
            JsonText.Encode(reference),
            JsonText.Encode(topic),
            topic,
            name,
            isEventString: true,
            rest,
            isBinary: true);
    }

    // 0, join_ref length, topic length, event length, join_ref, topic, event, payload
    // 1, join_ref length, ref length, topic length, status length, join_ref, ref, topic, status, payload
    // 2, topic length, event length, topic, event, payload

    /// <summary>Reads a frame of a server: a push, a reply or a broadcast.</summary>
    /// <param name="bytes">The message.</param>
    /// <param name="status">The status of a reply, UTF-8 text; empty for other frames. The event of a reply is <c>phx_reply</c>.</param>
    /// <returns>
    /// The frame; its topic, event and payload are views into <paramref name="bytes"/>, its refs are JSON strings.
    /// </returns>
    /// <exception cref="ProtocolException">
    /// The message is none of these, is shorter than its header says, or has a ref, topic, event or status that is not UTF-8.
    /// </exception>
    public static Frame ReadFromServer(ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> status)
    {
        status = default;
        byte kind = bytes.IsEmpty ? byte.MaxValue : bytes[0];
        bool isReply = kind == BinaryFrameWriter.Reply;
        int headerLength = kind switch
        {
            BinaryFrameWriter.Push => 4,
            BinaryFrameWriter.Reply => HeaderLength,
            BinaryFrameWriter.Broadcast => 3,
            _ => throw new ProtocolException("A binary frame of a server must be a push (0), a reply (1) or a broadcast (2)."),
        };
        if (bytes.Length < headerLength)
        {
            throw new ProtocolException("A binary frame must be as long as its header says.");
        }

        ReadOnlySpan<byte> lengths = bytes.Slice(1, headerLength - 1);
        ReadOnlySpan<byte> rest = bytes.Slice(headerLength);
        ReadOnlySpan<byte> joinRef = kind == BinaryFrameWriter.Broadcast ? "null"u8 : Quote(ref lengths, ref rest);
        ReadOnlySpan<byte> reference = isReply ? Quote(ref lengths, ref rest) : "null"u8;
        ReadOnlySpan<byte> topic = Take(ref lengths, ref rest);
        ReadOnlySpan<byte> name = Take(ref lengths, ref rest);
        status = isReply ? name : default;
        ReadOnlySpan<byte> @event = isReply ? PhoenixEvents.Reply : name;
        return new Frame(joinRef, reference, JsonText.Encode(topic), topic, @event, isEventString: true, rest, isBinary: true);
    }

    // An empty ref means that there is none.
    private static ReadOnlySpan<byte> Quote(scoped ref ReadOnlySpan<byte> lengths, scoped ref ReadOnlySpan<byte> rest)
    {
        ReadOnlySpan<byte> text = Take(ref lengths, ref rest);
        return text.IsEmpty ? "null"u8 : JsonText.Encode(text);
    }

    // Takes the next name. Each must be valid UTF-8 by itself, because it is written into JSON, also for other clients.
    private static ReadOnlySpan<byte> Take(scoped ref ReadOnlySpan<byte> lengths, scoped ref ReadOnlySpan<byte> rest)
    {
        int length = lengths[0];
        if (rest.Length < length)
        {
            throw new ProtocolException("A binary frame must be as long as its header says.");
        }

        ReadOnlySpan<byte> taken = rest.Slice(0, length);
        if (!Utf8Text.IsValid(taken))
        {
            throw new ProtocolException("The refs, topic, event and status of a binary frame must be UTF-8 text.");
        }

        lengths = lengths.Slice(1);
        rest = rest.Slice(length);
        return taken;
    }
}
