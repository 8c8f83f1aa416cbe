using System.Text;
using System.Text.Json;
using Channels.Typed.AspNetCore.Tests.Fixture;

namespace Channels.Typed.AspNetCore.Tests.Allocation;

/// <summary>What a message costs in memory once a channel is joined and warm.</summary>
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
    [InlineData("""["1","2","room:a","other",{}]""", """["1","2","room:a","phx_reply",{"response":{"reason":"unknown event"},"status":"error"}]""")]
    [InlineData("""["9","2","room:a","same",{}]""", null)]
    [InlineData("""["1","2","room:b","same",{}]""", """[null,"2","room:b","phx_reply",{"response":{"reason":"unmatched topic"},"status":"error"}]""")]
    [InlineData("""[null,"2","phoenix","heartbeat",{}]""", """[null,"2","phoenix","phx_reply",{"response":{},"status":"ok"}]""")]
    public void Message_AllocatesNothing(string message, string? reply)
    {
        Assert.Equal(0, DispatchRun.Measure(message, reply, batchSize: 1));
        Assert.Equal(0, DispatchRun.Measure(message, reply, batchSize: 100));
    }

    // The payload as the JSON serializer makes it, and nothing else.
    [Fact]
    public void Message_WhosePayloadIsRead_AllocatesWhatReadingItDoes()
    {
        long reading = Measure(static () => Read());

        long message = DispatchRun.Measure(
            """["1","2","room:a","read",{"text":"hello"}]""", """["1","2","room:a","phx_reply",{"response":{"text":"hello"},"status":"ok"}]""", batchSize: 1);

        Assert.NotEqual(0, reading);
        Assert.Equal(reading, message);
    }

    // A method that returns Task<T> adds that task, one that returns ValueTask<T> does not.
    [Fact]
    public void Message_WhoseMethodReturnsATask_AllocatesThatTaskToo()
    {
        long readingAndTask = Measure(static () => Task.FromResult(Read()));

        long message = DispatchRun.Measure(
            """["1","2","room:a","read_task",{"text":"hello"}]""", """["1","2","room:a","phx_reply",{"response":{"text":"hello"},"status":"ok"}]""", batchSize: 1);

        Assert.Equal(readingAndTask, message);
        Assert.True(message > Measure(static () => Read()), $"A task costs nothing: {message} bytes.");
    }

    private static Note Read() => JsonSerializer.Deserialize("""{"text":"hello"}"""u8, QuietChannel.NoteInfo)!; // It is an object.

    private static long Measure(Action action)
    {
        for (int i = 0; i < 1_000; i++)
        {
            action();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < DispatchRun.Messages; i++)
        {
            action();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
