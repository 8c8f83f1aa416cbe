using System.Buffers;
using System.IO.Compression;

namespace Channels.Typed.AspNetCore.Transports;

/// <summary>Inflates a client's messages (RFC 7692, 7.2.2), of which none refers to an earlier one, and stops at what nobody would send in earnest.</summary>
internal static class MessageInflater
{
    /// <summary>How many times its size a message may inflate to, as in Phoenix's web server; a small one may exceed it.</summary>
    public const int MaxRatio = 25;

    /// <summary>The ratio does not count up to here: short texts can be all alike.</summary>
    public const int SmallMessage = 64 * 1024;

    /// <summary>
    /// Of how many streams a message may consist. Most are a part of one; a sender that cannot flush ends one and begins another (RFC 7692, 7.2.3.4). Each
    /// costs a decompressor, however short it is.
    /// </summary>
    public const int MaxStreams = 100;

    private const int SmallestBuffer = 1024;

    /// <summary>Inflates a message into an array of the shared pool, which becomes the caller's.</summary>
    /// <returns>The code to close with, and no array, if the message is broken or too large.</returns>
    public static CloseCode? TryInflate(ReadOnlySpan<byte> message, int maxBytes, out byte[] rented, out int length)
    {
        byte[] input = [.. message, 0x00, 0x00, 0xff, 0xff]; // What the client has cut off.
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

                var stream = new DeflateInput(input, start, singlyFrom: input.Length);
                using var inflate = new DeflateStream(stream, CompressionMode.Decompress);
                int read;
                while (length <= limit && (read = inflate.Read(MakeRoom(ref buffer, length))) > 0)
                {
                    length += read;
                }

                if (length > limit || stream.IsAtLastBlock)
                {
                    break;
                }

                start = FindEnd(input, start, stream.LastStart);
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

    /// <summary>The end of a stream that ends by itself, somewhere after what the decompressor had before it was given the last bytes.</summary>
    private static int FindEnd(byte[] input, int start, int lastStart)
    {
        var stream = new DeflateInput(input, start, singlyFrom: lastStart);
        using var inflate = new DeflateStream(stream, CompressionMode.Decompress);
        var unused = new byte[8192];
        while (inflate.Read(unused) > 0)
        {
            // It was read before.
        }

        return stream.End;
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
