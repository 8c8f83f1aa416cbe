using System.Buffers.Text;

namespace Channels.Typed.Client.Transports.LongPolling;

/// <summary>The body of one POST (protocol section "POST bodies"): entries with a line break between them, and none at the end.</summary>
internal sealed class LongPollBatch
{
    /// <summary>The number of entries that a server reads from one POST. It ignores further entries silently.</summary>
    public const int MaxEntries = 100;

    // Servers refuse bodies of 8 MB or more. A single entry may be larger than this limit.
    private const int MaxBytes = 1_000_000;

    private byte[] _bytes = [];
    private int _length;

    public int Count { get; private set; }

    /// <summary>Whether another entry of this size must wait for the next POST.</summary>
    public bool IsFullFor(int messageLength) => Count == MaxEntries || (Count > 0 && _length + messageLength > MaxBytes);

    public void Add(ReadOnlySpan<byte> message, bool isBinary)
    {
        Span<byte> room = Room((Count > 0 ? 1 : 0) + (isBinary ? Base64.GetMaxEncodedToUtf8Length(message.Length) : message.Length));
        if (Count > 0)
        {
            room[0] = (byte)'\n';
            room = room.Slice(1);
        }

        if (isBinary)
        {
            _ = Base64.EncodeToUtf8(message, room, out _, out _);
        }
        else
        {
            CopyLine(message, room);
        }

        Count++;
    }

    /// <summary>Returns the body and empties the batch.</summary>
    public byte[] Take()
    {
        byte[] body = _bytes.AsSpan(0, _length).ToArray();
        _length = 0;
        Count = 0;
        return body;
    }

    // Raw line breaks in JSON stand between tokens only, so a space can replace them.
    private static void CopyLine(ReadOnlySpan<byte> message, Span<byte> room)
    {
        message.CopyTo(room);
        if (message.IndexOfAny((byte)'\n', (byte)'\r') < 0)
        {
            return;
        }

        for (int i = 0; i < message.Length; i++)
        {
            if (room[i] is (byte)'\n' or (byte)'\r')
            {
                room[i] = (byte)' ';
            }
        }
    }

    private Span<byte> Room(int count)
    {
        if (_bytes.Length - _length < count)
        {
            Array.Resize(ref _bytes, Math.Max(Math.Min(_bytes.Length * 2, MaxBytes), _length + count));
        }

        Span<byte> room = _bytes.AsSpan(_length, count);
        _length += count;
        return room;
    }
}
