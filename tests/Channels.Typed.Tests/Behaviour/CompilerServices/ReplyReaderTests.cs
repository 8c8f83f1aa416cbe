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
    [InlineData("""{"reason":"unmatched topic"}""", ChannelErrorReason.UnmatchedTopic, "has no channel for 'phx_join' on topic 'room:a'")]
    [InlineData("""{"reason":"join crashed"}""", ChannelErrorReason.JoinCrashed, "failed to handle the join of topic 'room:a'")]
    [InlineData("""{"reason":"too many channels joined"}""", ChannelErrorReason.TooManyChannels, "has too many channels")]
    public void RefusalOfPhoenix_ThrowsAChannelException(string response, ChannelErrorReason reason, string message) =>
        AssertThrows(response, "phx_join", reason, message);

    [Theory]
    [InlineData("join timeout", ChannelErrorReason.JoinTimeout, "took too long on the server")]
    [InlineData("unknown event", ChannelErrorReason.UnknownEvent, "on the server has no event 'post'")]
    [InlineData("invalid payload", ChannelErrorReason.InvalidPayload, "could not read the payload of 'post' on topic 'room:a'")]
    [InlineData("unauthorized", ChannelErrorReason.Unauthorized, "its authorization policy does not allow it")]
    [InlineData("rate_limited", ChannelErrorReason.RateLimited, "its rate limit was exceeded. Send it again later.")]
    public void RefusalOfTheServer_ThrowsAChannelException(string text, ChannelErrorReason reason, string message)
    {
        AssertThrows($$"""{"reason":"{{text}}","refused_by":"server"}""", "post", reason, message);
        AssertThrows($$""" { "more":{"refused_by":[1]}, "refused_by" : "server" , "reason" : "{{text}}" } """, "post", reason, message);
    }

    [Theory]
    [InlineData("250", 250)]
    [InlineData("-1", null)]
    [InlineData("9000000000000", null)]
    [InlineData("[1,{}]", null)]
    public void RateLimited_HasTheTimeToWait(string milliseconds, int? expected)
    {
        ChannelException e = Assert.Throws<ChannelException>(
            () => Read("error", $$"""{"reason":"rate_limited","refused_by":"server","retry_after_ms":{{milliseconds}}}"""));

        Assert.Equal(expected is { } time ? TimeSpan.FromMilliseconds(time) : null, e.RetryAfter);
        Assert.Contains(expected is null ? "again later." : "again after 250 ms.", e.Message, StringComparison.Ordinal);
        Assert.True(e.WasSent);
    }

    [Fact]
    public void RefusalOfANewerServer_IsNoDeclaredError()
    {
        const string Response = """{"reason":"of the future","refused_by":"server"}""";

        PushRejectedException e = Assert.Throws<PushRejectedException>(() => Read("error", Response));

        Assert.Equal(Response, e.GetPayloadText());
        Assert.Contains("the reason 'of the future'", e.Message, StringComparison.Ordinal);
    }

    // Only the refusals of the protocol belong to it. An application may use similar ones, and all texts without the mark.
    [Theory]
    [InlineData("""{"reason":"unauthorized"}""", "unauthorized")]
    [InlineData("""{"reason":"rate_limited","retry_after_ms":100}""", "rate_limited")]
    [InlineData("""{"reason":"unknown event"}""", "unknown event")]
    [InlineData("""{"reason":"unauthorized","refused_by":"moderator"}""", "unauthorized")]
    [InlineData("""{"reason":"unauthorized","refused_by":["server"]}""", "unauthorized")]
    [InlineData("""{"reason":"unauthorized","more":{"refused_by":"server"}}""", "unauthorized")]
    [InlineData("""{"reason":"\"refused_by\":\"server\""}""", "\"refused_by\":\"server\"")]
    [InlineData("""{"reason":"join crashed"}""", "join crashed")]
    [InlineData("""{"reason":"too many channels joined"}""", "too many channels joined")]
    public void ErrorOfTheApplicationWithAReasonOfTheServer_IsTheDeclaredError(string response, string reason) =>
        Assert.Equal(new Refused(reason), Read("error", response).Error);

    [Theory]
    [InlineData("""{"refused_by":"server",""")]
    [InlineData("""["refused_by","server"]""")]
    [InlineData("""{"reason":"\ud800","refused_by":"server"}""")]
    public void MarkInAnythingButAnObject_IsARejection(string response) =>
        Assert.Equal(response, Assert.Throws<PushRejectedException>(() => Read("error", response)).GetPayloadText());

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

    [Theory]
    [InlineData("""{"reason":"unauthorized"}""")]
    public void Refusal_OfACaseThatIsNotDeclared_IsARejectionThatNamesTheCause(string response)
    {
        ReplyFrame frame = FakeClientChannel.Reply("error", response);

        PushRejectedException e = Assert.Throws<PushRejectedException>(
            () => ReplyReader.Read(Topic, "post", frame, TestJson.Default.Note, TestJson.Default.JoinRefused));

        Assert.Equal(response, e.GetPayloadText());
        Assert.Contains("that does not have the declared type: ", e.Message, StringComparison.Ordinal);
        Assert.Contains("'unauthorized'", e.Message, StringComparison.Ordinal); // From the JsonException.
        Assert.DoesNotContain("declare it", e.Message, StringComparison.Ordinal);
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

    private static void AssertThrows(string response, string eventName, ChannelErrorReason reason, string message)
    {
        ReplyFrame frame = FakeClientChannel.Reply("error", response);
        foreach (ChannelException e in new[]
        {
            Assert.Throws<ChannelException>(
                () => ReplyReader.Read(Topic, eventName, frame, TestJson.Default.Note, TestJson.Default.Refused)),
            Assert.Throws<ChannelException>(() => ReplyReader.ReadOk(Topic, eventName, frame, TestJson.Default.Note)),
        })
        {
            Assert.Equal(reason, e.Reason);
            Assert.Contains(message, e.Message, StringComparison.Ordinal);
            Assert.True(e.WasSent);
        }
    }
}
