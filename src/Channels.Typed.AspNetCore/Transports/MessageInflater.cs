using System.Buffers;
using System.IO.Compression;

namespace Channels.Typed.AspNetCore.Transports;

/// <summary>
/// Inflates a client's messages (RFC 7692, 7.2.2). No message refers to an earlier one. Limits keep small messages that inflate to huge
/// ones from using memory and time.
/// </summary>
internal static class MessageInflater
{
    /// <summary>
    /// The maximum ratio of inflated to compressed size, as in Phoenix's web server. It does not apply up to <see cref="SmallMessage"/>.
    /// </summary>
    public const int MaxRatio = 25;

    /// <summary>The inflated size, in bytes, up to which the ratio is ignored: short texts can be very repetitive.</summary>
    public const int SmallMessage = 64 * 1024;

    /// <summary>
    /// The maximum number of deflate streams in a message. Most messages are a part of one stream. A sender that cannot flush ends its
    /// stream and starts another (RFC 7692, 7.2.3.4). Each stream needs a new decompressor, however short the stream is.
    /// </summary>
    public const int MaxStreams = 100;

    private const int SmallestBuffer = 1024;

    /// <summary>Inflates a message into an array of the shared pool. The caller returns the array.</summary>
    /// <returns>Null on success. If the message is invalid or too large: the code to close with, and an empty array.</returns>
    public static CloseCode? TryInflate(ReadOnlySpan<byte> message, int maxBytes, out byte[] rented, out int length)
    {
        byte[] input = [.. message, 0x00, 0x00, 0xff, 0xff]; // The client has removed these four bytes.
        int limit = (int)Math.Min(maxBytes, Math.Max(SmallMessage, (long)message.Length * MaxRatio));
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(limit + 1L, Math.Max(SmallestBuffer, message.Length * 4L)));
        length = 0;
        try
        {
            int streams = 0;
            for (int start = 0; start < message.Length || streams == 0; streams++)
            {
                if (streams == MaxStreams)
                {
                    return Fail(buffer, CloseCode.InvalidPayload, out rented);
                }

                var stream = new DeflateInput(input, start, byteByByteFrom: input.Length);
                using var inflate = new DeflateStream(stream, CompressionMode.Decompress);
                int read;
                while (length <= limit && (read = inflate.Read(MakeRoom(ref buffer, length))) > 0)
                {
                    length += read;
                }

                if (length > limit || stream.HasReadLastBlock)
                {
                    break;
                }

                start = FindEnd(input, start, stream.LastReadStart);
            }
        }
        catch (InvalidDataException)
        {
            return Fail(buffer, CloseCode.InvalidPayload, out rented);
        }

        if (length > limit)
        {
            return Fail(buffer, CloseCode.MessageTooBig, out rented);
        }

        rented = buffer;
        return null;
    }

    /// <summary>
    /// Finds the end of a stream that has a last block. The end lies somewhere in the bytes of the decompressor's last read, so the stream
    /// is inflated again, with these bytes one by one.
    /// </summary>
    private static int FindEnd(byte[] input, int start, int lastReadStart)
    {
        var stream = new DeflateInput(input, start, byteByByteFrom: lastReadStart);
        using var inflate = new DeflateStream(stream, CompressionMode.Decompress);
        var unused = new byte[8192];
        while (inflate.Read(unused) > 0)
        {
            // The caller has this output already.
        }

        return stream.LastReadEnd;
    }

    private static Span<byte> MakeRoom(ref byte[] buffer, int length)
    {
        if (length == buffer.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
            buffer.CopyTo(larger, 0);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }

        return buffer.AsSpan(length);
    }

    private static CloseCode Fail(byte[] buffer, CloseCode code, out byte[] rented)
    {
        ArrayPool<byte>.Shared.Return(buffer);
        rented = [];
        return code;
    }
}
