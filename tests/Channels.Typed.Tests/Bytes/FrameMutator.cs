namespace Channels.Typed.Tests.Bytes;

/// <summary>Makes inputs that are nearly frames: valid frames with bytes changed, removed, repeated or inserted, and noise.</summary>
internal sealed class FrameMutator(Random random, byte[][] corpus)
{
    private const int MaxNoise = 64;

    // Bytes that are likely to break JSON and UTF-8; random bytes would mostly be letters.
    private static readonly byte[] Delimiters = [.. "[]{}\",:\\u0dn-.eE \t"u8, 0x00, 0x01, 0x02, 0x7f, 0x80, 0xc3, 0xed, 0xf0, 0xff];

    private static readonly byte[][] Snippets =
    [
        [.. "\\ud800"u8],
        [.. "\\udc00"u8],
        [.. "\\ud83d\\ude00"u8],
        [.. "\\u0000"u8],
        [.. "\\\""u8],
        [.. "1e999999999"u8],
        [.. "-0.00000000000000000000000000000000000000000000000001"u8],
        [.. "184467440737095516160000000000000000000"u8],
        [.. "null"u8],
        [.. "\"\""u8],
        [0xed, 0xa0, 0x80], // A surrogate encoded in UTF-8.
        [0xf0, 0x9f, 0x98], // An incomplete character.
        [0xc0, 0x80], // An overlong NUL.
    ];

    public byte[] Next()
    {
        switch (random.Next(20))
        {
            case 0 or 1 or 2:
                return Noise();
            case 3:
                byte[] whole = Choose(corpus);
                return whole[..random.Next(whole.Length)];
            case 4:
                return Nested();
            default:
                return Mutated();
        }
    }

    private byte[] Noise()
    {
        var noise = new byte[random.Next(MaxNoise)];
        for (int i = 0; i < noise.Length; i++)
        {
            noise[i] = random.Next(3) == 0 ? (byte)random.Next(256) : Choose(Delimiters);
        }

        return noise;
    }

    // A valid frame with a value that is nested to about the limit, or far beyond it.
    private byte[] Nested()
    {
        byte[] frame = Choose(corpus);
        int depth = random.Next(4) == 0 ? 5_000 : random.Next(110, 140);
        int at = Math.Max(0, frame.AsSpan().LastIndexOf((byte)'{'));
        byte[] opening = new byte[depth], closing = new byte[random.Next(5) == 0 ? depth - 1 : depth];
        opening.AsSpan().Fill((byte)'[');
        closing.AsSpan().Fill((byte)']');
        return [.. frame[..at], .. opening, .. closing, .. random.Next(2) == 0 ? [(byte)']'] : frame[at..]];
    }

    private byte[] Mutated()
    {
        List<byte> bytes = [.. Choose(corpus)];
        for (int left = random.Next(1, 4); left > 0 && bytes.Count > 0; left--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(7))
            {
                case 0:
                    bytes[at] = Choose(Delimiters);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    bytes.Insert(at, Choose(Delimiters));
                    break;
                case 3:
                    bytes.RemoveRange(at, Math.Min(bytes.Count - at, random.Next(1, 6)));
                    break;
                case 4:
                    bytes.InsertRange(at, Choose(Snippets));
                    break;
                case 5:
                    byte[] snippet = Choose(Snippets);
                    for (int i = 0; i < snippet.Length && at + i < bytes.Count; i++)
                    {
                        bytes[at + i] = snippet[i];
                    }

                    break;
                default:
                    byte[] other = Choose(corpus);
                    int from = random.Next(other.Length);
                    bytes.InsertRange(at, other[from..Math.Min(other.Length, from + random.Next(1, 9))]);
                    break;
            }
        }

        return [.. bytes];
    }

    private T Choose<T>(T[] all) => all[random.Next(all.Length)];
}
