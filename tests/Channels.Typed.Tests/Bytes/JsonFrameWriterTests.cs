using System.Text;
using Channels.Typed.Protocol;
using Channels.Typed.Tests.Fixture;

namespace Channels.Typed.Tests.Bytes;

public sealed class JsonFrameWriterTests
{
    [Fact]
    public void Message_IsCompact()
    {
        string frame = Write(buffer =>
        {
            JsonFrameWriter.Start(buffer, "\"1\""u8, "\"2\""u8, "\"room:a\""u8, "\"echo\""u8);
            buffer.Write("{\"a\":1}"u8);
            JsonFrameWriter.End(buffer);
        });

        Assert.Equal("""["1","2","room:a","echo",{"a":1}]""", frame);
    }

    // Catalogue row 87.
    [Fact]
    public void Broadcast_HasNoRefs()
    {
        string frame = Write(buffer =>
        {
            JsonFrameWriter.StartBroadcast(buffer, "\"room:a\""u8, "\"bcast\""u8);
            buffer.Write("{}"u8);
            JsonFrameWriter.End(buffer);
        });

        Assert.Equal("""[null,null,"room:a","bcast",{}]""", frame);
    }

    // Catalogue rows 56, 57, 70 to 76.
    [Theory]
    [InlineData("\"1\"", "\"2\"", "{}", "ok")]
    [InlineData("1", "6", "null", "ok")]
    [InlineData("null", "null", "[1,2]", "error")]
    [InlineData("""{"r":1}""", "[]", "\"str\"", "wat")]
    public void Reply_ContainsTheResponseAndRepeatsTheRefs(string joinRef, string reference, string response, string status)
    {
        string frame = Write(buffer =>
        {
            JsonFrameWriter.StartReply(buffer, Encoding.UTF8.GetBytes(joinRef), Encoding.UTF8.GetBytes(reference), "\"room:a\""u8);
            buffer.Write(Encoding.UTF8.GetBytes(response));
            JsonFrameWriter.EndReply(buffer, Encoding.UTF8.GetBytes(status));
        });

        Assert.Equal($$$"""[{{{joinRef}}},{{{reference}}},"room:a","phx_reply",{"response":{{{response}}},"status":"{{{status}}}"}]""", frame);
    }

    // Catalogue row 66, and the section on output constraints: clients that split frames by hand do not understand escapes.
    [Fact]
    public void Payload_HasNoNeedlessEscapes()
    {
        string frame = Write(buffer =>
        {
            JsonFrameWriter.StartBroadcast(buffer, JsonText.Encode("raum:é"), JsonText.Encode("it's+<new>&"));
            buffer.WriteJson(new Note("it's +<b>é</b>& \"q\" \\ \n"), TestJson.Default.Note);
            JsonFrameWriter.End(buffer);
        });

        Assert.Equal("""[null,null,"raum:é","it's+<new>&",{"text":"it's +<b>é</b>& \"q\" \\ \n"}]""", frame);
    }

    // .NET's encoder escapes them in payloads, which every JSON parser reads. In topics and events they are not escaped.
    [Fact]
    public void CharactersBeyondTheBasicPlane_AreEscapedInPayloadsOnly()
    {
        string frame = Write(buffer =>
        {
            JsonFrameWriter.StartBroadcast(buffer, JsonText.Encode("😀"), JsonText.Encode("😀"));
            buffer.WriteJson(new Note("😀"), TestJson.Default.Note);
            JsonFrameWriter.End(buffer);
        });

        Assert.Equal("""[null,null,"😀","😀",{"text":"\uD83D\uDE00"}]""", frame);
    }

    private static string Write(Action<FrameBuffer> write)
    {
        FrameBuffer buffer = FrameBuffer.Rent();
        write(buffer);
        string frame = Encoding.UTF8.GetString(buffer.Written);
        buffer.Return();
        return frame;
    }
}
