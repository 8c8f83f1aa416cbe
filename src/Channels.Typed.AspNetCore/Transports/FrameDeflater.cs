using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Channels.Typed.PubSub;

namespace Channels.Typed.AspNetCore.Transports;

/// <summary>
/// Compresses server-to-client frames for permessage-deflate (RFC 7692). No message refers to an earlier one (server_no_context_takeover),
/// so a compressed frame is the same for all connections, and a broadcast is compressed once.
/// </summary>
internal static class FrameDeflater
{
    /// <summary>Frames shorter than this are sent uncompressed: compressing them saves too few bytes for the time it takes.</summary>
    public const int Threshold = 256;

    private const byte Compressed = 0x40; // RSV1.
    private const int LengthOfTail = 4; // 00 00 FF FF, which the receiver appends again.

    // An entry lives as long as its uncompressed frame, for all connections and versions that send the frame.
    private static readonly ConditionalWeakTable<byte[], byte[]> Shared = [];

    /// <summary>
    /// Gets the compressed form of a frame that is shared with other connections; the frame itself if compression does not make it
    /// shorter.
    /// </summary>
    public static ReadOnlyMemory<byte> DeflateShared(ReadOnlyMemory<byte> frame)
    {
        if (frame.Length < Threshold
            || !MemoryMarshal.TryGetArray(frame, out ArraySegment<byte> whole)
            || whole.Array!.Length != frame.Length)
        {
            return frame;
        }

        return Shared.GetValue(whole.Array, static plain => Deflate(plain) ?? plain);
    }

    /// <summary>Compresses a complete data frame; null if compression does not make it shorter.</summary>
    public static byte[]? Deflate(ReadOnlySpan<byte> frame)
    {
        if (frame.Length < Threshold)
        {
            return null;
        }

        int headerLength = frame[1] switch { 126 => 4, 127 => 10, _ => 2 };
        using var compressed = new MemoryStream(frame.Length / 2);
        using var deflate = new DeflateStream(compressed, CompressionLevel.Fastest, leaveOpen: true);
        deflate.Write(frame[headerLength..]);
        deflate.Flush();

        // Disposal appends the last block, which is not part of a message, so the length is taken before it.
        int length = (int)compressed.Length - LengthOfTail;
        if (WebSocketHeader.LengthFor(length) + length >= frame.Length)
        {
            return null;
        }

        headerLength = WebSocketHeader.LengthFor(length);
        var result = new byte[headerLength + length];
        WebSocketHeader.Write(result, (byte)(frame[0] | Compressed), length);
        compressed.GetBuffer().AsSpan(0, length).CopyTo(result.AsSpan(headerLength));
        return result;
    }
}
