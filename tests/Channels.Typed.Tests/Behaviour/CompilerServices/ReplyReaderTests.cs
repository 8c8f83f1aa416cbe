using System.Text;
using System.Text.Json;
using Channels.Typed.CompilerServices;
using Channels.Typed.Tests.Fixture;

namespace Channels.Typed.Tests.Behaviour.CompilerServices;

public sealed class ReplyReaderTests
{
    private const string Topic = "room:a";

    [Fact]
    public void Ok_ReturnsTheDeclaredPayload()
    {
        Assert.Equal(new Note("a"), Read("ok", """{"text":"a"}""").Value);
        Assert.Equal(new Note("a"), ReadOk("ok", """{"text":"a"}"""));
    }

    [Fact]
    public void Error_ReturnsTheDeclaredRefusal() => Assert.Equal(new Refused("muted"), Read("error", """{"reason":"muted"}""").Error);

    [Theory]
    [InlineData(
        """{"reason":"unmatched topic"}""",
        ChannelErrorReason.UnmatchedTopic,
        "has no channel for 'post' on topic 'room:a'")]
    [InlineData("""{"reason":"join crashed"}""", ChannelErrorReason.JoinCrashed, "failed to handle the join of topic 'room:a'")]
    [InlineData("""{"reason":"too many channels joined"}""", ChannelErrorReason.TooManyChannels, "has too many channels")]
    public void FrameworkRefusal_ThrowsAChannelException(string response, ChannelErrorReason reason, string message)
    {
        foreach (ChannelException e in new[]
        {
            Assert.Throws<ChannelException>(() => Read("error", response)),
            Assert.Throws<ChannelException>(() => ReadOk("error", response)),
        })
        {
            Assert.Equal(reason, e.Reason);
            Assert.Contains(message, e.Message, StringComparison.Ordinal);
        }
    }

    // Only the exact refusals of the protocol belong to it. An application may use similar ones.
    [Theory]
    [InlineData("""{"reason":"unmatched topic","more":1}""", "unmatched topic")]
    [InlineData("""{"reason":"Join crashed"}""", "Join crashed")]
    public void RefusalSimilarToTheFrameworks_IsTheApplications(string response, string reason) =>
        Assert.Equal(new Refused(reason), Read("error", response).Error);

    [Fact]
    public void FrameworkRefusal_InAnOkReply_IsAPayload() =>
        Assert.Equal(new Note(null!), Read("ok", """{"reason":"unmatched topic"}""").Value);

    [Theory]
    [InlineData("wat")]
    [InlineData("timeout")]
    [InlineData("OK")]
    [InlineData("")]
    public void OtherStatus_IsUnknown(string status)
    {
        foreach (ChannelException e in new[]
        {
            Assert.Throws<UnknownStatusException>(() => Read(status, """{"text":"a"}""")),
            Assert.Throws<UnknownStatusException>(() => ReadOk(status, """{"text":"a"}""")),
        })
        {
            Assert.Equal(ChannelErrorReason.UnknownStatus, e.Reason);
            Assert.Equal($"The reply to 'post' on topic 'room:a' has the status '{status}'. Contracts support only 'ok' and 'error'. Read the reply from Reply.", e.Message);
        }
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("""{"text":7}""")]
    [InlineData("{")]
    [InlineData("")]
    public void OkPayload_OfAnotherShape_IsUnreadable(string response)
    {
        foreach (ChannelException e in new[]
        {
            Assert.Throws<ChannelException>(() => Read("ok", response)),
            Assert.Throws<ChannelException>(() => ReadOk("ok", response)),
        })
        {
            Assert.Equal(ChannelErrorReason.UnreadableReply, e.Reason);
            Assert.Contains("'post' on topic 'room:a' is not a Channels.Typed.Tests.Fixture.Note", e.Message, StringComparison.Ordinal);
            Assert.IsType<JsonException>(e.InnerException, exactMatch: false);
        }
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("\"no\"")]
    public void Refusal_OfAnotherShape_IsARejectionWithItsPayload(string response)
    {
        PushRejectedException e = Assert.Throws<PushRejectedException>(() => Read("error", response));

        Assert.Equal(response, e.GetPayloadText());
        Assert.IsType<JsonException>(e.InnerException, exactMatch: false);
    }

    // Rate limits and authorization refuse before the handler is called, with reasons that few contracts declare.
    [Theory]
    [InlineData("""{"reason":"rate_limited","retry_after_ms":100}""")]
    [InlineData("""{"reason":"unauthorized"}""")]
    public void Refusal_OfATypeThatIsNotDeclared_IsARejectionWithItsPayload(string response)
    {
        ReplyFrame frame = FakeClientChannel.Reply("error", response);

        PushRejectedException e = Assert.Throws<PushRejectedException>(
            () => ReplyReader.Read(Topic, "post", frame, TestJson.Default.Note, TestJson.Default.JoinRefused));

        Assert.Equal(response, e.GetPayloadText());
    }

    [Theory]
    [InlineData("""{"reason":"é"}""")]
    [InlineData("null")]
    public void Refusal_ThatIsNotDeclared_IsARejectionWithItsPayload(string response)
    {
        PushRejectedException e = Assert.Throws<PushRejectedException>(() => ReadOk("error", response));

        Assert.Equal(ChannelErrorReason.Rejected, e.Reason);
        Assert.Equal((Topic, "post"), (e.Topic, e.EventName));
        Assert.Equal(response, Encoding.UTF8.GetString(e.Payload.Span));
        Assert.Equal(response, e.GetPayloadText());
        Assert.Null(e.InnerException);
        Assert.Contains("replied to 'post' on topic 'room:a' with an error", e.Message, StringComparison.Ordinal);
    }

    private static Reply<Note, Refused> Read(string status, string response) =>
        ReplyReader.Read(Topic, "post", FakeClientChannel.Reply(status, response), TestJson.Default.Note, TestJson.Default.Refused);

    private static Note ReadOk(string status, string response) =>
        ReplyReader.ReadOk(Topic, "post", FakeClientChannel.Reply(status, response), TestJson.Default.Note);
}
