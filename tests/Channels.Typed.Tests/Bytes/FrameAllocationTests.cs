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
        int seen = 0;

        long allocated = Allocations.Of(() => seen += JsonFrameReader.Read(input).Payload.Length);

        Assert.Equal(0, allocated);
        Assert.NotEqual(0, seen);
    }

    // The documented exception: escapes in a topic or event cost their text.
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
        int seen = 0;

        long allocated = Allocations.Of(() =>
        {
            FrameBuffer buffer = FrameBuffer.Rent();
            JsonFrameWriter.StartReply(buffer, "\"1\""u8, "\"2\""u8, "\"room:a\""u8);
            buffer.WriteJson(note, TestJson.Default.Note);
            JsonFrameWriter.EndReply(buffer, "ok"u8);
            seen += buffer.Length;
            buffer.Return();
        });

        Assert.Equal(0, allocated);
        Assert.NotEqual(0, seen);
    }
}
