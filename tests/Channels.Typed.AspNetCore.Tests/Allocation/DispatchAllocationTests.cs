using System.Text.Json;
using Channels.Typed.AspNetCore.Tests.Fixture;
using Channels.Typed.Protocol;
using Channels.Typed.PubSub;

namespace Channels.Typed.AspNetCore.Tests.Allocation;

/// <summary>The memory that a message allocates in a joined channel, after a warm-up.</summary>
public sealed class DispatchAllocationTests
{
    private const string Same = """{"response":{"text":"same"},"status":"ok"}""";

    [Theory]
    [InlineData("""["1","2","room:a","same",{}]""", $"""["1","2","room:a","phx_reply",{Same}]""")]
    [InlineData("""[null,"2","room:a","same",{}]""", $"""["1","2","room:a","phx_reply",{Same}]""")]
    [InlineData("""["1",{"r":[1]},"room:a","same",{"ignored":[1,2]}]""", $$"""["1",{"r":[1]},"room:a","phx_reply",{{Same}}]""")]
    [InlineData("""["1","2","room:a","ack",{}]""", """["1","2","room:a","phx_reply",{"response":{},"status":"ok"}]""")]
    [InlineData("""["1","2","room:a","declared",{}]""", """["1","2","room:a","phx_reply",{"response":{"text":"same"},"status":"error"}]""")]
    [InlineData("""["1","2","room:a","noreply",{}]""", null)]
    [InlineData("""["1","2","room:a","push",{}]""", """["1",null,"room:a","pushed",{"text":"same"}]""")]
    [InlineData(
        """["1","2","room:a","other",{}]""",
        """["1","2","room:a","phx_reply",{"response":{"reason":"unknown event","refused_by":"server"},"status":"error"}]""")]
    [InlineData("""["9","2","room:a","same",{}]""", null)]
    [InlineData(
        """["1","2","room:b","same",{}]""",
        """[null,"2","room:b","phx_reply",{"response":{"reason":"unmatched topic"},"status":"error"}]""")]
    [InlineData("""[null,"2","phoenix","heartbeat",{}]""", """[null,"2","phoenix","phx_reply",{"response":{},"status":"ok"}]""")]
    public void Message_AllocatesNothing(string message, string? reply)
    {
        Assert.Equal(0, DispatchRun.Measure(message, reply, batchSize: 1));
        Assert.Equal(0, DispatchRun.Measure(message, reply, batchSize: 100));
    }

    // The frame is encoded once and is used until the last connection has written it.
    [Fact]
    public void Broadcast_AllocatesItsFrame()
    {
        long frame = Windows.Measure(static () => Encode());

        long message = DispatchRun.Measure(
            """["1","2","room:a","broadcast",{}]""", """[null,null,"room:a","pushed",{"text":"same"}]""", batchSize: 1);

        Assert.NotEqual(0, frame);
        Assert.Equal(frame, message);
    }

    // The payload is the object and its text.
    [Fact]
    public void Message_WhosePayloadIsRead_AllocatesThePayload()
    {
        long payload = Windows.Measure(static () => GC.KeepAlive(new Draft { Text = new string('h', 5) }));

        long message = Measure("read_draft");

        Assert.NotEqual(0, payload);
        Assert.Equal(payload, message);
    }

    // For a record the serializer also allocates an object with the arguments of the constructor.
    [Fact]
    public void Message_WhosePayloadIsARecord_AllocatesWhatTheSerializerAllocates()
    {
        long record = Windows.Measure(static () => GC.KeepAlive(new Note(new string('h', 5))));
        long reading = Windows.Measure(static () => Read());

        long message = Measure("read");

        Assert.Equal(reading, message);
        Assert.True(message > record, "A record costs no more than itself.");
    }

    // A method that returns Task<T> adds that task, one that returns ValueTask<T> does not.
    [Fact]
    public void Message_WhoseMethodReturnsATask_AllocatesThatTaskToo()
    {
        long readingAndTask = Windows.Measure(static () => Task.FromResult(Read()));

        long message = Measure("read_task");

        Assert.Equal(readingAndTask, message);
        Assert.True(message > Measure("read"), "A task costs nothing.");
    }

    // An untyped handler gets a copy of the payload, which it may keep.
    [Theory]
    [InlineData("echo", """["1","2","raw:a","phx_reply",{"response":{"text":"hello"},"status":"ok"}]""")]
    [InlineData("push", """["1",null,"raw:a","pushed",{"text":"hello"}]""")]
    public void Message_OfAnUntypedChannel_AllocatesTheCopyOfItsPayload(string eventName, string answer)
    {
        long copy = Windows.Measure(static () => GC.KeepAlive("""{"text":"hello"}"""u8.ToArray()));

        long message = DispatchRun.Measure(
            $$"""["1","2","raw:a","{{eventName}}",{"text":"hello"}]""", answer, batchSize: 1, topic: "raw:a");

        Assert.NotEqual(0, copy);
        Assert.Equal(copy, message);
    }

    private static long Measure(string eventName) => DispatchRun.Measure(
        $$"""["1","2","room:a","{{eventName}}",{"text":"hello"}]""",
        """["1","2","room:a","phx_reply",{"response":{"text":"hello"},"status":"ok"}]""",
        batchSize: 1);

    private static Broadcast Encode()
    {
        FrameBuffer buffer = FrameBuffer.Rent();
        buffer.Write("""[null,null,"room:a","pushed",{"text":"same"}]"""u8);
        var broadcast = Broadcast.FromBuffer("room:a", QuietChannel.Pushed, buffer, payloadOffset: 29);
        buffer.Return();
        return broadcast;
    }

    private static Note Read() => JsonSerializer.Deserialize("""{"text":"hello"}"""u8, QuietChannel.NoteInfo)!; // It is an object.
}
