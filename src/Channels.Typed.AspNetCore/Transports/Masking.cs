using System.Numerics;
using System.Runtime.InteropServices;

namespace Channels.Typed.AspNetCore.Transports;

/// <summary>Applies a client's mask (RFC 6455, 5.3).</summary>
internal static class Masking
{
    /// <summary>Unmasks data in place.</summary>
    public static void Apply(Span<byte> data, uint mask)
    {
        int i = 0;
        if (data.Length >= Vector<byte>.Count)
        {
            var wide = Vector.AsVectorByte(new Vector<uint>(mask));
            Span<Vector<byte>> vectors = MemoryMarshal.Cast<byte, Vector<byte>>(data);
            foreach (ref Vector<byte> vector in vectors)
            {
                vector ^= wide;
            }

            i = vectors.Length * Vector<byte>.Count;
        }

        for (; i < data.Length; i++)
        {
            data[i] ^= (byte)(mask >> (8 * (i & 3)));
        }
    }
}
