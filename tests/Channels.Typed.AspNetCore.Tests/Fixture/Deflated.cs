using System.IO.Compression;

namespace Channels.Typed.AspNetCore.Tests.Fixture;

/// <summary>Messages of permessage-deflate, written and read by other code than the server's.</summary>
internal static class Deflated
{
    /// <summary>Deflates a message and cuts off the tail.</summary>
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

    /// <summary>Deflates bytes to a stream that ends with a last block.</summary>
    public static byte[] Whole(byte[] bytes)
    {
        using var compressed = new MemoryStream();
        using (var deflate = new DeflateStream(compressed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            deflate.Write(bytes);
        }

        return compressed.ToArray();
    }

    public static byte[] ToBytes(ReadOnlySpan<byte> message)
    {
        using var deflate = new DeflateStream(new MemoryStream([.. message, 0x00, 0x00, 0xff, 0xff, 0x01, 0x00, 0x00, 0xff, 0xff]), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        deflate.CopyTo(plain);
        return plain.ToArray();
    }
}
