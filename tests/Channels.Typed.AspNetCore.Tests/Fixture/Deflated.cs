using System.IO.Compression;

namespace Channels.Typed.AspNetCore.Tests.Fixture;

/// <summary>Messages of permessage-deflate, written and read by .NET's code and not by the server's.</summary>
internal static class Deflated
{
    /// <summary>Compresses a message and removes the tail (RFC 7692, 7.2.1).</summary>
    public static byte[] From(ReadOnlySpan<byte> message)
    {
        using var compressed = new MemoryStream();
        using var deflate = new DeflateStream(compressed, CompressionLevel.SmallestSize);
        deflate.Write(message);
        deflate.Flush();
        byte[] all = compressed.ToArray();
        Assert.Equal([0x00, 0x00, 0xff, 0xff], all[^4..]);
        return all[..^4];
    }

    /// <summary>Compresses bytes to a stream that ends with a final block.</summary>
    public static byte[] CompleteStream(byte[] bytes)
    {
        using var compressed = new MemoryStream();
        using (var deflate = new DeflateStream(compressed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            deflate.Write(bytes);
        }

        return compressed.ToArray();
    }

    public static byte[] Inflate(ReadOnlySpan<byte> message)
    {
        using var deflate = new DeflateStream(
            new MemoryStream([.. message, 0x00, 0x00, 0xff, 0xff, 0x01, 0x00, 0x00, 0xff, 0xff]), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        deflate.CopyTo(plain);
        return plain.ToArray();
    }
}
