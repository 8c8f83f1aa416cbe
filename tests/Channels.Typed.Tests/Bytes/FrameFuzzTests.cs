using Channels.Typed.Protocol;
using Channels.Typed.Tests.Fixture;

namespace Channels.Typed.Tests.Bytes;

public sealed class FrameFuzzTests
{
    private const int Inputs = 200_000;

    private static readonly byte[][] Corpus =
    [
        [.. """["1","2","room:a","phx_join",{"a":[null,1.5,"é"]}]"""u8],
        [.. """[null,7,"phoenix","heartbeat",{}]"""u8],
        [.. """[{"r":[1]},true,5,["e"],"str","x",{"y":[[]]}]"""u8],
        [.. """ [ "1" , "2" , "room\u003aa" , "\ud83d\ude00" , { "a" : -1.5e+10 } ] """u8],
        [.. """[null,null,"t","phx_reply",{"response":{},"status":"ok"}]"""u8],
    ];

    // What breaks JSON and UTF-8, rather than bytes that are letters most of the time.
    private static readonly byte[] Telling = [.. "[]{}\",:\\u0dn-.eE \t"u8, 0x00, 0x7f, 0x80, 0xc3, 0xed, 0xf0, 0xff];

    [Fact]
    public void AnyInput_IsAFrameOrAProtocolException()
    {
        int seed = Seed.Take(4_711);
        var random = new Random(seed);
        int frames = 0;
        for (int i = 0; i < Inputs; i++)
        {
            byte[] input = i % 5 == 0 ? Noise(random) : Mutation(random);
            try
            {
                Check(input, JsonFrameReader.Read(input));
                frames++;
            }
            catch (ProtocolException)
            {
                // The only one a transport expects.
            }
            catch (Exception e)
            {
                Assert.Fail($"Seed {seed}, input {i}: {Convert.ToHexString(input)} led to {e}");
            }
        }

        // Neither all refused nor all read: the mutations are near enough to frames to get into the reader.
        Assert.InRange(frames, Inputs / 50, Inputs / 2);
    }

    /// <summary>A frame that was read is read the same from its parts.</summary>
    private static void Check(byte[] input, Frame frame)
    {
        FrameBuffer buffer = FrameBuffer.Rent();
        JsonFrameWriter.Start(buffer, frame.JoinRef, frame.Ref, frame.RawTopic, frame.IsEventString ? JsonText.Encode(frame.Event) : "null"u8);
        buffer.Write(frame.Payload);
        JsonFrameWriter.End(buffer);

        Frame second = JsonFrameReader.Read(buffer.Written);

        Assert.True(second.JoinRef.SequenceEqual(frame.JoinRef) && second.Ref.SequenceEqual(frame.Ref), "refs");
        Assert.True(second.Topic.SequenceEqual(frame.Topic) && second.IsTopicString == frame.IsTopicString, "topic");
        Assert.True(second.Event.SequenceEqual(frame.Event) && second.IsEventString == frame.IsEventString, "event");
        Assert.True(second.Payload.SequenceEqual(frame.Payload), "payload");
        Assert.True(input.AsSpan().Overlaps(frame.Payload), "The payload is no view of the input.");
        buffer.Return();
    }

    private static byte[] Noise(Random random)
    {
        var noise = new byte[random.Next(64)];
        for (int i = 0; i < noise.Length; i++)
        {
            noise[i] = random.Next(3) == 0 ? (byte)random.Next(256) : Telling[random.Next(Telling.Length)];
        }

        return noise;
    }

    private static byte[] Mutation(Random random)
    {
        List<byte> bytes = [.. Corpus[random.Next(Corpus.Length)]];
        for (int left = random.Next(1, 4); left > 0 && bytes.Count > 0; left--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = Telling[random.Next(Telling.Length)];
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    bytes.Insert(at, Telling[random.Next(Telling.Length)]);
                    break;
                case 3:
                    bytes.RemoveRange(at, Math.Min(bytes.Count - at, random.Next(1, 6)));
                    break;
                default:
                    byte[] other = Corpus[random.Next(Corpus.Length)];
                    int from = random.Next(other.Length);
                    bytes.InsertRange(at, other[from..Math.Min(other.Length, from + random.Next(1, 9))]);
                    break;
            }
        }

        return [.. bytes];
    }
}
