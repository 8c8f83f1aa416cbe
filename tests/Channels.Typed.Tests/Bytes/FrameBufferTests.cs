using System.Text;
using Channels.Typed.CompilerServices;
using Channels.Typed.Protocol;
using Channels.Typed.Tests.Fixture;

namespace Channels.Typed.Tests.Bytes;

public sealed class FrameBufferTests
{
    [Fact]
    public void Rented_IsEmptyAndHasRoomForAHeader()
    {
        FrameBuffer buffer = FrameBuffer.Rent();

        Assert.Equal(0, buffer.Length);
        Assert.True(buffer.Written.IsEmpty);
        Assert.Equal(FrameBuffer.HeaderRoom, buffer.WithHeaderRoom.Length);
        buffer.Return();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1013)]
    [InlineData(1014)]
    [InlineData(1015)]
    [InlineData(100_000)]
    public void Growth_KeepsWhatWasWritten(int length)
    {
        byte[] first = [.. Enumerable.Range(0, length).Select(i => (byte)i)];
        FrameBuffer buffer = FrameBuffer.Rent();

        buffer.Write(first);
        buffer.Write("tail"u8);
        first.AsSpan().CopyTo(buffer.GetSpan(length));
        buffer.Advance(length);

        byte[] expected = [.. first, .. "tail"u8, .. first];
        Assert.Equal(expected, buffer.Written.ToArray());
        Assert.Equal(expected.Length, buffer.Length);
        Assert.Equal(expected, buffer.WithHeaderRoom[FrameBuffer.HeaderRoom..].ToArray());
        buffer.Return();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Write_OfAllTheRoomOrMore_GrowsTheBuffer(int more)
    {
        FrameBuffer buffer = FrameBuffer.Rent();
        buffer.Write("head"u8);
        byte[] rest = [.. Enumerable.Repeat((byte)'x', buffer.GetSpan().Length + more)];

        Assert.True(buffer.GetSpan(rest.Length).Length >= rest.Length);
        buffer.Write(rest);

        Assert.Equal([.. "head"u8, .. rest], buffer.Written.ToArray());
        Assert.False(buffer.GetSpan().IsEmpty);
        buffer.Return();
    }

    [Fact]
    public void GetMemory_IsTheSameRoomAsGetSpan()
    {
        FrameBuffer buffer = FrameBuffer.Rent();

        "ab"u8.CopyTo(buffer.GetMemory(5000).Span);
        buffer.Advance(2);

        Assert.Equal("ab", Encoding.UTF8.GetString(buffer.Written));
        Assert.True(buffer.GetSpan(5000).Length >= 5000);
        Assert.False(buffer.GetSpan().IsEmpty);
        buffer.Return();
    }

    [Fact]
    public void Advance_BeyondTheRoom_Throws()
    {
        FrameBuffer buffer = FrameBuffer.Rent();
        int room = buffer.GetSpan().Length;

        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Advance(room + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Advance(-1));
        Assert.Equal(0, buffer.Length);
        buffer.Return();
    }

    [Fact]
    public void Returned_IsRentedAgainEmpty()
    {
        FrameBuffer buffer = FrameBuffer.Rent();
        buffer.Write("old"u8);
        buffer.Return();

        FrameBuffer again = FrameBuffer.Rent();

        Assert.Same(buffer, again);
        Assert.Equal(0, again.Length);
        again.Return();
    }

    [Fact]
    public void RentedTwice_AreTwoBuffers()
    {
        FrameBuffer outer = FrameBuffer.Rent();
        FrameBuffer inner = FrameBuffer.Rent();
        outer.Write("outer"u8);
        inner.Write("inner"u8);

        Assert.NotSame(outer, inner);
        Assert.Equal("outer", Encoding.UTF8.GetString(outer.Written));
        inner.Return();
        outer.Return();
    }

    [Fact]
    public void LargeBuffer_IsNotReused()
    {
        FrameBuffer large = FrameBuffer.Rent();
        large.Write(new byte[300 * 1024]);
        large.Return();

        FrameBuffer next = FrameBuffer.Rent();

        Assert.NotSame(large, next);
        next.Return();
    }

    [Fact]
    public void WriteJson_Appends()
    {
        FrameBuffer buffer = FrameBuffer.Rent();

        buffer.Write("["u8);
        buffer.WriteJson(new Note("a"), TestJson.Default.Note);
        buffer.Write(","u8);
        buffer.WriteJson(new Note(new string('é', 5000)), TestJson.Default.Note);
        buffer.Write("]"u8);

        Assert.Equal($$"""[{"text":"a"},{"text":"{{new string('é', 5000)}}"}]""", Encoding.UTF8.GetString(buffer.Written));
        buffer.Return();
    }

    [Fact]
    public void WriteJson_AfterOneThatFailed_Works()
    {
        FrameBuffer buffer = FrameBuffer.Rent();
        Assert.Throws<InvalidOperationException>(() => buffer.WriteJson(new Unwritable(), PayloadJson.Get<Unwritable>(null)));
        buffer.Return();

        FrameBuffer again = FrameBuffer.Rent();
        again.WriteJson(new Note("a"), TestJson.Default.Note);

        Assert.Same(buffer, again);
        Assert.Equal("""{"text":"a"}""", Encoding.UTF8.GetString(again.Written));
        again.Return();
    }

    private sealed class Unwritable
    {
        public string Before => "b";

        public string Text => throw new InvalidOperationException("text");
    }
}
