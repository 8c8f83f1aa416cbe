using System.Text;
using Channels.Typed.Protocol;
using Channels.Typed.Tests.Fixture;

namespace Channels.Typed.Tests.Bytes;

public sealed class FrameAllocationTests
{
    [Fact]
    public void Read_AllocatesNothing()
    {
        byte[] input = Encoding.UTF8.GetBytes("""["1","2","room:a","echo",{"a":[null,1.5,"é"]}, "more"]""");
        int length = 0;

        long allocated = Allocations.Of(() => length += JsonFrameReader.Read(input).Payload.Length);

        Assert.Equal(0, allocated);
        Assert.NotEqual(0, length);
    }

    // The documented exception: a topic or event with escapes allocates its text.
    [Fact]
    public void Read_OfEscapedTopic_AllocatesItsText()
    {
        byte[] input = Encoding.UTF8.GetBytes("""["1","2","room\u003aa","echo",{}]""");

        Assert.NotEqual(0, Allocations.Of(() => JsonFrameReader.Read(input)));
    }

    [Fact]
    public void Reply_AllocatesNothing()
    {
        var note = new Note("it's é");
        int length = 0;

        long allocated = Allocations.Of(() =>
        {
            FrameBuffer buffer = FrameBuffer.Rent();
            JsonFrameWriter.StartReply(buffer, "\"1\""u8, "\"2\""u8, "\"room:a\""u8);
            buffer.WriteJson(note, TestJson.Default.Note);
            JsonFrameWriter.EndReply(buffer, "ok"u8);
            length += buffer.Length;
            buffer.Return();
        });

        Assert.Equal(0, allocated);
        Assert.NotEqual(0, length);
    }
}
