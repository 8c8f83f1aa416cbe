using System.Diagnostics;
using Channels.Typed.AspNetCore.Tests.Fixture;
using Microsoft.AspNetCore.Builder;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Observability;

public sealed class SpanTests
{
    [Fact]
    public async Task HandledEvent_IsASpanOfItsOwnTraceWithALinkToTheRequest()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        using var spans = new SpanRecorder(server);
        RawClient client = await server.JoinAsync();
        Activity join = await spans.NextAsync();

        await client.SendAsync("""["1","2","room:a","ack",{}]""");
        Activity push = await spans.NextAsync();

        Activity request = Assert.Single(spans.Requests);
        Assert.NotEqual(join.TraceId, push.TraceId);
        AssertSpan(join, "room:{room} phx_join", "phx_join", "ok", request);
        AssertSpan(push, "room:{room} ack", "ack", "ok", request);
    }

    [Fact]
    public async Task HandlerThatWaits_KeepsItsSpanAndTheNextMessageHasAnother()
    {
        await using FixtureServer server = await FixtureServer.StartAsync(
            use: app => app.MapChannels("/probe", socket => socket.Add<CurrentSpanChannel>()));
        using var spans = new SpanRecorder(server);
        using RawClient client = await RawClient.ConnectAsync(server.Http, "/probe/websocket?vsn=2.0.0");

        await client.SendAsync("""["1","0","probe","phx_join",{}]""");
        await ExpectSpanAsync(client, await spans.NextAsync(), "0");
        await client.SendAsync("""["1","1","probe","probe",{}]""");
        await ExpectSpanAsync(client, await spans.NextAsync(), "1");
        await client.SendAsync("""["1","2","probe","probe",{}]""");
        await ExpectSpanAsync(client, await spans.NextAsync(), "2");
    }

    [Fact]
    public async Task Crash_IsAnErrorWithoutTheExceptionsText()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        using var spans = new SpanRecorder(server);
        RawClient client = await server.JoinAsync();
        await spans.NextAsync();

        await client.SendAsync("""["1","2","room:a","crash",{"secret":1}]""");
        Activity span = await spans.NextAsync();

        Assert.Equal(ActivityStatusCode.Error, span.Status);
        Assert.Null(span.StatusDescription);
        Assert.Empty(span.Events);
        Assert.Equal("System.InvalidOperationException", span.GetTagItem("error.type"));
        Assert.Equal(
            ["channels.connection_id", "channels.event", "channels.outcome", "channels.template", "error.type"],
            span.TagObjects.Select(tag => tag.Key).Order());
    }

    [Theory]
    [InlineData("room:error", "refused", ActivityStatusCode.Unset)]
    [InlineData("room:crash", "failed", ActivityStatusCode.Error)]
    public async Task Join_HasErrorStatusOnlyIfItThrew(string topic, string outcome, ActivityStatusCode status)
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        using var spans = new SpanRecorder(server);
        RawClient client = await server.ConnectAsync();

        await client.SendAsync($$"""["1","1","{{topic}}","phx_join",{}]""");
        Activity span = await spans.NextAsync();

        Assert.Equal(outcome, span.GetTagItem("channels.outcome"));
        Assert.Equal(status, span.Status);
    }

    [Theory]
    [InlineData("note", "note", "invalid_payload")]
    [InlineData("invented", "_OTHER", "unknown_event")]
    public async Task ErrorOfTheClient_IsNotAnErrorStatus(string eventName, string tag, string outcome)
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        using var spans = new SpanRecorder(server);
        RawClient client = await server.JoinAsync();
        await spans.NextAsync();

        await client.SendAsync($$"""["1","2","room:a","{{eventName}}",[]]""");
        Activity span = await spans.NextAsync();

        AssertSpan(span, "room:{room} " + tag, tag, outcome, Assert.Single(spans.Requests));
    }

    [Fact]
    public async Task Leave_HasNoSpan()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        using var spans = new SpanRecorder(server);
        RawClient client = await server.JoinAsync("room:b");
        await spans.NextAsync();

        await client.SendAsync("""["1","2","room:b","phx_leave",{}]""");
        await client.SendAsync("""["2","3","room:b","phx_join",{}]""");

        Assert.Equal("room:{room} phx_join", (await spans.NextAsync()).DisplayName);
    }

    private static void AssertSpan(Activity span, string name, string eventName, string outcome, Activity request)
    {
        Assert.Equal(name, span.DisplayName);
        Assert.Equal(ActivityKind.Server, span.Kind);
        Assert.Null(span.ParentId);
        Assert.NotEqual(request.TraceId, span.TraceId);
        Assert.Equal(request.SpanId, Assert.Single(span.Links).Context.SpanId);
        Assert.Equal("room:{room}", span.GetTagItem("channels.template"));
        Assert.Equal(eventName, span.GetTagItem("channels.event"));
        Assert.Equal(outcome, span.GetTagItem("channels.outcome"));
        Assert.Equal(ActivityStatusCode.Unset, span.Status);
    }

    private static Task ExpectSpanAsync(RawClient client, Activity span, string reference) => client.ExpectAsync(
        $$$"""["1","{{{reference}}}","probe","phx_reply",{"response":{"text":"{{{span.SpanId}}} {{{span.SpanId}}}"},"status":"ok"}]""");
}
