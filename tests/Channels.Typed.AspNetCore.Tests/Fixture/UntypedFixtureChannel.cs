using System.Text.Json;

namespace Channels.Typed.AspNetCore.Tests.Fixture;

/// <summary>An untyped channel whose events do what their names say.</summary>
internal sealed class UntypedFixtureChannel(TestLog log)
    : UntypedChannel, IHandleAfterJoin, IHandleTerminate, IHandleInfo<Note>, IHandleInfo<string>, IHandleInfo<ChannelBroadcast>,
    IAsyncDisposable
{
    private IDisposable? _last;

    public ValueTask AfterJoinAsync(CancellationToken cancellationToken) =>
        Topic == "raw:after" ? PushAsync(
            "hello", ChannelPayload.FromJson($$"""{"join_ref":{{JoinRefJson}},"ref":{{RefJson}}}""")) : default;

    public async ValueTask TerminateAsync(TerminateReason reason)
    {
        await PushAsync("last_words");
        log.Terminated.Writer.TryWrite(reason);
    }

    public ValueTask DisposeAsync()
    {
        log.Disposed.TrySetResult();
        return default;
    }

    public ValueTask HandleInfoAsync(Note message, CancellationToken cancellationToken) =>
        PushAsync("info", ChannelPayload.From(message, FixtureJson.Default.Note));

    public async ValueTask HandleInfoAsync(string message, CancellationToken cancellationToken)
    {
        switch (message)
        {
            case "stop":
                Context.Stop();
                break;
            case "fail":
                Context.Fail();
                break;
            case "wait":
                await log.Release.Task;
                break;
            case "defer":
                DeferReply();
                break;
            default:
                ChannelPayload.FromJson(message).Read(FixtureJson.Default.Note);
                break;
        }
    }

    public ValueTask HandleInfoAsync(ChannelBroadcast message, CancellationToken cancellationToken) => message.Payload.IsBinary
        ? PushAsync("heard", message.Payload)
        : PushAsync(
            "heard", ChannelPayload.FromJson($$"""{"on":"{{message.Topic}}","event":"{{message.Event}}","payload":{{message.Payload}}}"""));

    protected override ValueTask<ChannelReply> JoinAsync(ChannelPayload payload, CancellationToken cancellationToken)
    {
        log.Joined = Context;
        switch (Topic)
        {
            case "raw:refused":
                return new(ChannelReply.Error(payload));
            case "raw:custom":
                return new(ChannelReply.WithStatus("later", payload));
            case "raw:none":
                return new(ChannelReply.None);
            case "raw:crash":
                throw new InvalidOperationException("join");
            case "raw:read":
                payload.Read(FixtureJson.Default.Note);
                return new(ChannelReply.Ok());
            case "raw:early":
                Context.Post(new Note("early"));
                Context.Subscribe("news");
                return new(ChannelReply.Ok());
            default:
                return new(ChannelReply.Ok(payload));
        }
    }

    protected override async ValueTask<ChannelReply> HandleInAsync(
        string eventName, ChannelPayload payload, CancellationToken cancellationToken)
    {
        switch (eventName)
        {
            case "echo":
                return ChannelReply.Ok(payload);
            case "error":
                return ChannelReply.Error(payload);
            case "custom":
                return ChannelReply.WithStatus("custom", payload);
            case "bare":
                return ChannelReply.Ok();
            case "none":
                return ChannelReply.None;
            case "slow":
                await log.Release.Task;
                return ChannelReply.Ok(payload);
            case "later":
                log.UntypedDeferred = DeferReply();
                return ChannelReply.Deferred;
            case "refs":
                return ChannelReply.Ok(ChannelPayload.FromJson($"[{JoinRefJson},{RefJson}]"));
            case "push":
                await PushAsync("pushed", payload);
                return ChannelReply.None;
            case "all":
                await BroadcastAsync("to_all", payload);
                return ChannelReply.Ok();
            case "others":
                await BroadcastFromAsync("to_others", payload);
                return ChannelReply.Ok();
            case "private" or "passed_on":
                await BroadcastAsync(eventName, payload);
                return ChannelReply.None;
            case "named":
                await PushAsync(payload.ToJsonElement().GetProperty("event").GetString() ?? "");
                return ChannelReply.None;
            case "note":
                return ChannelReply.Ok(ChannelPayload.From(payload.Read(FixtureJson.Default.Note)!, FixtureJson.Default.Note));
            case "stop":
                Context.Stop();
                return ChannelReply.Ok();
            case "fail":
                Context.Fail();
                return ChannelReply.Ok(payload);
            case "fail_silently":
                Context.Fail();
                return ChannelReply.None;
            case "tick":
                _last = Context.PostAfter(TimeSpan.FromMilliseconds(20), new Note("tick"));
                return ChannelReply.Ok();
            case "subscribe":
                _last = Context.Subscribe("news");
                return ChannelReply.Ok();
            case "end_last":
                _last?.Dispose();
                return ChannelReply.Ok();
            case "crash":
                throw new InvalidOperationException("handle_in");
            default:
                return ChannelReply.UnknownEvent;
        }
    }

    protected override ValueTask HandleOutAsync(string eventName, ChannelPayload payload)
    {
        if (eventName != "private")
        {
            return base.HandleOutAsync(eventName, payload);
        }

        JsonElement body = payload.ToJsonElement();
        if (body.TryGetProperty("stop", out _))
        {
            Context.Stop();
            return default;
        }

        return body.TryGetProperty("drop", out _) ? default : PushAsync(eventName, ChannelPayload.FromJson($$"""{"was":{{body}}}"""));
    }
}
