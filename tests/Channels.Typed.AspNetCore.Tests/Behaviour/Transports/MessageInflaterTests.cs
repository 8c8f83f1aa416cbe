using System.Buffers;
using System.Text;
using Channels.Typed.AspNetCore.Tests.Fixture;
using Channels.Typed.AspNetCore.Transports;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Transports;

public sealed class MessageInflaterTests
{
    private const int NoLimit = 10_000_000;

    // The examples of RFC 7692, 7.2.3: one block, two blocks, no compression, a final block.
    [Theory]
    [InlineData("f248cdc9c90700", "Hello")]
    [InlineData("f248050000 00ffffcac9c90700", "Hello")]
    [InlineData("000500faff48656c6c6f00", "Hello")]
    [InlineData("f348cdc9c9070000", "Hello")]
    [InlineData("00", "")]
    public void Message_OfTheStandard_IsInflated(string hex, string text) =>
        Assert.Equal(text, Encoding.UTF8.GetString(Inflate(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)))));

    // Each stream is complete and ends with a final block. The last one is followed by the byte that the standard requires, or not.
    [Theory]
    [InlineData(0, true)]
    [InlineData(0, false)]
    [InlineData(5_000, true)]
    [InlineData(100_000, false)]
    public void SeveralStreams_AreInflated(int size, bool withPadding)
    {
        var random = new byte[size];
        new Random(2).NextBytes(random);
        byte[][] parts = [[.. "first"u8], random, [.. "second"u8], [], [.. "third"u8]];

        byte[] message = [.. parts.SelectMany(Deflated.CompleteStream), .. withPadding ? [(byte)0] : Array.Empty<byte>()];

        Assert.Equal(parts.SelectMany(part => part), Inflate(message));
    }

    [Fact]
    public void LastBlockFollowedByAnother_IsInflated() =>
        Assert.Equal("hello", Encoding.UTF8.GetString(Inflate([.. Deflated.CompleteStream([.. "hel"u8]), .. Deflated.From([.. "lo"u8])])));

    [Theory]
    [InlineData(MessageInflater.MaxStreams, false)]
    [InlineData(MessageInflater.MaxStreams + 1, true)]
    public void TooManyStreams_AreInvalid(int count, bool isInvalid)
    {
        byte[] message = [.. Enumerable.Repeat(Deflated.CompleteStream([.. "x"u8]), count).SelectMany(stream => stream)];

        Assert.Equal(isInvalid ? CloseCode.InvalidPayload : null, Refuse(message, NoLimit));
    }

    [Fact]
    public void Limit_CountsAllStreams() =>
        Assert.Equal(
            CloseCode.MessageTooBig, Refuse([.. Deflated.CompleteStream(new byte[600]), .. Deflated.CompleteStream(new byte[600])], 1_000));

    [Fact]
    public void GarbageAfterAStream_IsInvalid() =>
        Assert.Equal(CloseCode.InvalidPayload, Refuse([.. Deflated.CompleteStream([.. "x"u8]), 0xff, 0xff], NoLimit));

    [Fact]
    public void LargeMessage_IsInflated()
    {
        var message = new byte[500_000];
        new Random(1).NextBytes(message.AsSpan(0, 100_000));

        Assert.Equal(message, Inflate(Deflated.From(message)));
    }

    [Fact]
    public void SmallMessage_AllowsAnyRatio() =>
        Assert.Equal(MessageInflater.SmallMessage, Inflate(Deflated.From(new byte[MessageInflater.SmallMessage])).Length);

    [Theory]
    [InlineData(MessageInflater.SmallMessage + 1)]
    [InlineData(50_000_000)]
    public void CompressionBomb_IsTooLarge(int length) =>
        Assert.Equal(CloseCode.MessageTooBig, Refuse(Deflated.From(new byte[length]), NoLimit));

    [Theory]
    [InlineData(1_000, false)]
    [InlineData(1_001, true)]
    public void Limit_CountsTheInflatedMessage(int length, bool isTooLarge) =>
        Assert.Equal(isTooLarge ? CloseCode.MessageTooBig : null, Refuse(Deflated.From(new byte[length]), 1_000));

    [Theory]
    [InlineData("ffffff")]
    [InlineData("06")]
    [InlineData("000500000048656c6c6f00")]
    public void BrokenMessage_IsInvalid(string hex) => Assert.Equal(CloseCode.InvalidPayload, Refuse(Convert.FromHexString(hex), NoLimit));

    private static byte[] Inflate(byte[] message)
    {
        Assert.Null(MessageInflater.TryInflate(message, NoLimit, out byte[] rented, out int length));
        byte[] result = rented[..length];
        ArrayPool<byte>.Shared.Return(rented);
        return result;
    }

    private static CloseCode? Refuse(byte[] message, int limit)
    {
        CloseCode? code = MessageInflater.TryInflate(message, limit, out byte[] rented, out _);
        Assert.Equal(code is not null, rented.Length == 0);
        ArrayPool<byte>.Shared.Return(rented);
        return code;
    }
}
