using System.Text.Unicode;
using Channels.Typed.Protocol;
using Channels.Typed.Tests.Fixture;

namespace Channels.Typed.Tests.Bytes;

/// <summary>
/// Any input is either a frame or a <see cref="ProtocolException"/>, and a frame is the same after it is written and read again.
/// </summary>
public sealed class FrameFuzzTests
{
    private const int Inputs = 300_000; // For each of the four readers.

    private static readonly byte[][] Arrays =
    [
        [.. """["1","2","room:a","phx_join",{"a":[null,1.5,"é"]}]"""u8],
        [.. """[null,7,"phoenix","heartbeat",{}]"""u8],
        [.. """[{"r":[1]},true,5,["e"],"str","x",{"y":[[]]}]"""u8],
        [.. """ [ "1" , "2" , "room\u003aa" , "\ud83d\ude00" , { "a" : -1.5e+10 } ] """u8],
        [.. """[null,null,"t","phx_reply",{"response":{},"status":"ok"}]"""u8],
    ];

    private static readonly byte[][] Objects =
    [
        [.. """{"topic":"room:a","event":"phx_join","payload":{"a":[null,1.5,"é"]},"ref":"1","join_ref":"1"}"""u8],
        [.. """{"topic":"phoenix","event":"heartbeat","payload":{},"ref":7}"""u8],
        [.. """{"t\u006fpic":5,"ev\u0065nt":["e"],"payload":"str","ref":null,"other":[[]]}"""u8],
        [.. """ { "ref" : { "r" : [ 1 ] } , "topic" : "room\u003aa" , "event" : "\ud83d\ude00" , "payload" : -1.5e+10 , "payload" : { } } """u8],
    ];

    private static readonly byte[][] Pushes =
    [
        [0, 2, 3, 6, 5, .. "12123room:aeventefg"u8],
        [0, 0, 0, 7, 9, .. "phoenixheartbeat"u8],
        [0, 1, 1, 3, 4, .. "12é!\"\n\\x"u8, 0xff, 0x00],
        [0, 4, 4, 1, 1, .. "null\u0000\u001f\"\\te"u8],
    ];

    private static readonly byte[][] FromServer =
    [
        [0, 2, 6, 5, .. "12room:aeventefg"u8],
        [0, 0, 3, 1, .. "é!e"u8, 0xff],
        [1, 2, 3, 6, 2, .. "12123room:aokefg"u8],
        [1, 0, 0, 1, 0, .. "t"u8],
        [2, 6, 5, .. "room:aeventefg"u8],
        [2, 0, 0],
    ];

    [Fact]
    public void V2Text_AnyInput_IsAFrameOrAProtocolException() => Run(4_711, Arrays, input =>
    {
        Frame frame = JsonFrameReader.Read(input);
        FrameBuffer buffer = FrameBuffer.Rent();
        JsonFrameWriter.Start(buffer, frame.JoinRef, frame.Ref, frame.RawTopic, EventOf(frame));
        buffer.Write(frame.Payload);
        JsonFrameWriter.End(buffer);
        AssertSame(frame, JsonFrameReader.Read(buffer.Written), "null"u8);
        Assert.True(input.AsSpan().Overlaps(frame.Payload), "The payload is not a view of the input.");
        buffer.Return();
    });

    [Fact]
    public void V1Text_AnyInput_IsAFrameOrAProtocolException() => Run(4_712, Objects, input =>
    {
        Frame frame = JsonObjectFrameReader.Read(input);
        FrameBuffer buffer = FrameBuffer.Rent();
        JsonObjectFrameWriter.Start(buffer, EventOf(frame));
        buffer.Write(frame.Payload);
        JsonObjectFrameWriter.End(buffer, frame.Ref, frame.RawTopic);
        Frame second = JsonObjectFrameReader.Read(buffer.Written);

        // In this version, a server never writes the join ref.
        Assert.True(second.HasNullJoinRef, "join ref");
        AssertSame(frame, second, frame.JoinRef);
        Assert.True(input.AsSpan().Overlaps(frame.Payload), "The payload is not a view of the input.");
        buffer.Return();
    });

    [Fact]
    public void BinaryOfClients_AnyInput_IsAFrameOrAProtocolException() => Run(4_713, Pushes, input =>
    {
        Frame frame = BinaryFrameReader.ReadPush(input);
        AssertTextInText(frame);
        FrameBuffer buffer = FrameBuffer.Rent();
        BinaryFrameWriter.WriteClientPush(buffer, frame.JoinRef, frame.Ref, frame.Topic, frame.Event, frame.Payload);
        Assert.True(buffer.Written.SequenceEqual(input), "bytes");
        buffer.Return();
    });

    [Fact]
    public void BinaryOfServers_AnyInput_IsAFrameOrAProtocolException() => Run(4_714, FromServer, input =>
    {
        Frame frame = BinaryFrameReader.ReadFromServer(input, out ReadOnlySpan<byte> status);
        AssertTextInText(frame);
        Assert.True(Utf8.IsValid(status), "status");
        FrameBuffer buffer = FrameBuffer.Rent();
        switch (input[0])
        {
            case 0:
                BinaryFrameWriter.WritePush(buffer, frame.JoinRef, frame.Topic, frame.Event, frame.Payload);
                break;
            case 1:
                BinaryFrameWriter.WriteReply(buffer, frame.JoinRef, frame.Ref, frame.Topic, status, frame.Payload);
                break;
            default:
                BinaryFrameWriter.WriteBroadcast(buffer, frame.Topic, frame.Event, frame.Payload);
                break;
        }

        Assert.True(buffer.Written.SequenceEqual(input), "bytes");
        buffer.Return();
    });

    private static void Run(int defaultSeed, byte[][] corpus, Action<byte[]> readTwice)
    {
        int seed = Seed.Take(defaultSeed);
        var mutator = new FrameMutator(new Random(seed), corpus);
        int frames = 0;
        for (int i = 0; i < Inputs; i++)
        {
            byte[] input = mutator.Next();
            try
            {
                readTwice(input);
                frames++;
            }
            catch (ProtocolException)
            {
                // The only exception that a transport expects.
            }
            catch (Exception e)
            {
                Assert.Fail($"Seed {seed}, input {i}: {Convert.ToHexString(input)} led to {e}");
            }
        }

        // Some inputs are frames and some are not: they are similar enough to frames to get past the first checks.
        Assert.InRange(frames, Inputs / 50, Inputs * 9 / 10);
    }

    private static ReadOnlySpan<byte> EventOf(Frame frame) => frame.IsEventString ? JsonText.Encode(frame.Event) : "null"u8;

    private static void AssertSame(Frame first, Frame second, ReadOnlySpan<byte> joinRef)
    {
        Assert.True(second.JoinRef.SequenceEqual(first.JoinRef) || first.JoinRef.SequenceEqual(joinRef), "join ref");
        Assert.True(second.Ref.SequenceEqual(first.Ref), "ref");
        Assert.True(second.Topic.SequenceEqual(first.Topic) && second.IsTopicString == first.IsTopicString, "topic");
        Assert.True(second.Event.SequenceEqual(first.Event) && second.IsEventString == first.IsEventString, "event");
        Assert.True(second.Payload.SequenceEqual(first.Payload), "payload");
    }

    /// <summary>The names of a binary frame can be written to a text frame.</summary>
    private static void AssertTextInText(Frame frame)
    {
        FrameBuffer buffer = FrameBuffer.Rent();
        JsonFrameWriter.Start(buffer, frame.JoinRef, frame.Ref, frame.RawTopic, JsonText.Encode(frame.Event));
        buffer.Write("{}"u8);
        JsonFrameWriter.End(buffer);
        Assert.True(Utf8.IsValid(buffer.Written), "not UTF-8");
        Frame text = JsonFrameReader.Read(buffer.Written);
        Assert.True(text.Topic.SequenceEqual(frame.Topic) && text.Event.SequenceEqual(frame.Event), "names");
        buffer.Return();
    }
}
