using System.Text;
using System.Text.Json;
using Channels.Typed.Protocol;
using Channels.Typed.Tests.Fixture;

namespace Channels.Typed.Tests.Bytes;

public sealed class FrameRoundTripTests
{
    private const int Frames = 20_000;

    [Fact]
    public void RandomMessages_AreReadAsWritten()
    {
        int seed = Seed.Take(20_261);
        var frames = new RandomFrames(new Random(seed));
        for (int i = 0; i < Frames; i++)
        {
            (string joinRef, string reference, string payload) = (frames.Json(1), frames.Json(1), frames.Json());
            (string topic, string eventName) = (frames.Text(), frames.Text());
            FrameBuffer buffer = FrameBuffer.Rent();
            JsonFrameWriter.Start(
                buffer,
                Encoding.UTF8.GetBytes(joinRef),
                Encoding.UTF8.GetBytes(reference),
                JsonText.Encode(topic),
                JsonText.Encode(eventName));
            buffer.Write(Encoding.UTF8.GetBytes(payload));
            JsonFrameWriter.End(buffer);

            FrameText read = FrameText.Read(buffer.Written);

            var written = new FrameText(joinRef, reference, Encoding.UTF8.GetString(JsonText.Encode(topic)), topic, eventName, payload);
            Assert.True(written == read, $"Seed {seed}, frame {i}: {written} was read as {read}.");
            buffer.Return();
        }
    }

    [Fact]
    public void RandomReplies_AreReadAsWritten()
    {
        int seed = Seed.Take(20_262);
        var frames = new RandomFrames(new Random(seed));
        for (int i = 0; i < Frames; i++)
        {
            (string reference, string response, string topic) = (frames.Json(1), frames.Json(), frames.Text());
            FrameBuffer buffer = FrameBuffer.Rent();
            JsonFrameWriter.StartReply(buffer, "null"u8, Encoding.UTF8.GetBytes(reference), JsonText.Encode(topic));
            buffer.Write(Encoding.UTF8.GetBytes(response));
            JsonFrameWriter.EndReply(buffer, "ok"u8);

            FrameText read = FrameText.Read(buffer.Written);

            using var payload = JsonDocument.Parse(read.Payload);
            Assert.True(
                (read.Ref, read.Topic, read.Event) == (reference, topic, "phx_reply")
                    && payload.RootElement.GetProperty("response").GetRawText() == response
                    && payload.RootElement.GetProperty("status").GetString() == "ok",
                $"Seed {seed}, frame {i}: response {response} to {reference} was read as {read}.");
            buffer.Return();
        }
    }

    [Fact]
    public void RandomFrames_WithWhiteSpaceAndFurtherElements_AreReadCorrectly()
    {
        int seed = Seed.Take(20_263);
        var frames = new RandomFrames(new Random(seed));
        for (int i = 0; i < Frames; i++)
        {
            (string joinRef, string reference, string payload) = (frames.Json(1), frames.Json(1), frames.Json());
            (string topic, string eventName) = (frames.Text(), frames.Text());
            string rawTopic = JsonSerializer.Serialize(topic, TestJson.Default.String);
            string rawEvent = JsonSerializer.Serialize(eventName, TestJson.Default.String);

            FrameText read = FrameText.Read(frames.WithExtras(joinRef, reference, rawTopic, rawEvent, payload));

            var expected = new FrameText(joinRef, reference, rawTopic, topic, eventName, payload);
            Assert.True(expected == read, $"Seed {seed}, frame {i}: {expected} was read as {read}.");
        }
    }
}
