using System.Text.Json;
using Channels.Typed.AspNetCore;

namespace Channels.Typed.InteropServer.Recorded;

/// <summary>
/// An untyped channel whose events do what their names say. Payloads of any kind are passed on unchanged, and nicks may be any JSON, which
/// a contract cannot express.
/// </summary>
internal sealed class RoomChannel(IChannels channels, TimeProvider time, Members members, Pace pace)
    : UntypedChannel, IHandleAfterJoin, IHandleTerminate, IHandleInfo<AsyncAnswer>, IHandleInfo<StopNow>
{
    private static readonly ChannelPayload Sent = ChannelPayload.FromJson("""{"sent":true}""");
    private static readonly ChannelPayload Pushed = ChannelPayload.FromJson("""{"pushed":true}""");
    private static readonly ChannelPayload Bye = ChannelPayload.FromJson("""{"bye":true}""");
    private static readonly ChannelPayload Nope = ChannelPayload.FromJson("""{"reason":"nope"}""");
    private static readonly ChannelPayload NickRequired = ChannelPayload.FromJson("""{"reason":"nick required"}""");

    private JsonElement? _nick;
    private bool _greets;
    private bool _isMember;

    public ValueTask AfterJoinAsync(CancellationToken cancellationToken) =>
        _greets ? PushAsync("greeting", Payloads.Of("hello", _nick)) : default;

    public ValueTask TerminateAsync(TerminateReason reason)
    {
        if (_isMember)
        {
            members.Remove(Topic);
        }

        return default;
    }

    public ValueTask HandleInfoAsync(AsyncAnswer message, CancellationToken cancellationToken)
    {
        message.To.Send(message.Reply);
        return default;
    }

    public ValueTask HandleInfoAsync(StopNow message, CancellationToken cancellationToken)
    {
        Context.Stop();
        return default;
    }

    protected override ValueTask<ChannelReply> JoinAsync(ChannelPayload payload, CancellationToken cancellationToken)
    {
        if (payload.Member("raise") is { ValueKind: JsonValueKind.True } || !(payload.IsObject || IsNull(payload)))
        {
            throw Requested();
        }

        _nick = payload.Member("nick");
        if (_nick is { ValueKind: JsonValueKind.String } nick && nick.ValueEquals(""))
        {
            return new(ChannelReply.Error(NickRequired));
        }

        _greets = payload.Member("greet").IsTruthy();
        _isMember = true;
        members.Add(Topic);
        return new(ChannelReply.Ok(Payloads.Write(writer =>
        {
            writer.WriteString("room", Topic.AsSpan("room:".Length));
            Payloads.WriteMember(writer, "nick", _nick);
        })));
    }

    protected override ValueTask<ChannelReply> HandleInAsync(
        string eventName, ChannelPayload payload, CancellationToken cancellationToken) => eventName switch
        {
            "new_msg" => Then(BroadcastAsync("new_msg", payload), ChannelReply.Ok(Sent)),
            "new_msg_from" when members.IsUnnoticed(payload, Topic, without: 1) => new(ChannelReply.Ok(Sent)),
            "new_msg_from" => Then(BroadcastFromAsync("new_msg", payload), ChannelReply.Ok(Sent)),
            "whisper" => Then(PushAsync("whisper", payload), ChannelReply.None),
            "whisper_reply" => Then(PushAsync("whisper", payload), ChannelReply.Ok(Pushed)),
            "private" => Then(BroadcastAsync("private", payload.With("from", _nick)), ChannelReply.None),
            "error_reply" => new(ChannelReply.Error(Nope)),
            "bare_reply" => new(ChannelReply.Ok()),
            "bare_error" => new(ChannelReply.Error()),
            "custom_reply" => new(ChannelReply.WithStatus("custom", payload)),
            "noreply" => new(ChannelReply.None),
            "echo" => new(ChannelReply.Ok(payload)),
            "slow" => SlowAsync(payload, cancellationToken),
            "async" => AnswerLater(payload),
            "join_ref" => new(ChannelReply.Ok(Identity())),
            "crash" or "exit" or "throw" or "bad_return" => throw Requested(),
            "stop" => Stop(ChannelReply.Ok(Bye)),
            "stop_noreply" or "stop_shutdown" => Stop(ChannelReply.None),
            "stop_boom" => Fail(ChannelReply.Ok(Bye)),
            "stop_later" => StopLater(),
            "bin" => new(ChannelReply.Ok(payload.IsBinary ? payload : Payloads.Of("not_binary", payload))),
            "bin_error" => new(ChannelReply.Error(Bytes(payload))),
            "bin_len" => new(ChannelReply.Ok(Payloads.Write(writer => writer.WriteNumber("len", Bytes(payload).Bytes.Length)))),
            "push_bin" => Then(PushAsync("bin", ChannelPayload.FromBytes(new byte[] { 1, 2, 3 })), ChannelReply.None),
            "broadcast_bin" => Then(BroadcastAsync("bin_all", ChannelPayload.FromBytes(new byte[] { 9, 8, 7, 0xFF })), ChannelReply.Ok()),
            "disconnect" => Then(channels.DisconnectAsync(Socket.Id ?? throw Requested()), ChannelReply.None),
            "endpoint_broadcast" => Then(
                PublishAsync(payload.Member("topic").Text(), payload.Member("event").Text(), Inner(payload)), ChannelReply.Ok()),
            _ => new(ChannelReply.UnknownEvent),
        };

    // Only "private" is intercepted.
    protected override ValueTask HandleOutAsync(string eventName, ChannelPayload payload) =>
        IsOwn(payload.Member("from")) ? default : PushAsync(eventName, payload.With("to", _nick));

    private static InvalidOperationException Requested() => new("The client asked for this.");

    private static bool IsNull(ChannelPayload payload) => !payload.IsBinary && payload.Bytes.Span.SequenceEqual("null"u8);

    private static ChannelPayload Bytes(ChannelPayload payload) =>
        payload.IsBinary ? payload : throw new ArgumentException("Bytes were expected.", nameof(payload));

    private static async ValueTask<ChannelReply> Then(ValueTask task, ChannelReply reply)
    {
        await task;
        return reply;
    }

    private static ChannelPayload Inner(ChannelPayload payload) =>
        payload.Member("payload") is { ValueKind: not JsonValueKind.Null and not JsonValueKind.False } inner
            ? ChannelPayload.FromJson(inner.GetRawText())
            : ChannelPayload.Empty;

    private ValueTask PublishAsync(string topic, string eventName, ChannelPayload payload) =>
        members.IsUnnoticed(payload, topic, without: 0) ? default : channels.BroadcastAsync(topic, eventName, payload);

    private async ValueTask<ChannelReply> SlowAsync(ChannelPayload payload, CancellationToken cancellationToken)
    {
        if (!payload.IsObject && !IsNull(payload))
        {
            throw Requested();
        }

        JsonElement? given = payload.Member("ms");
        int wait = given.IsTruthy() ? given!.Value.GetInt32() : 100;
        ArgumentOutOfRangeException.ThrowIfNegative(wait, nameof(payload));
        await Task.Delay(TimeSpan.FromMilliseconds(wait), time, cancellationToken);
        return ChannelReply.Ok(Payloads.Of("slept", given));
    }

    private ValueTask<ChannelReply> AnswerLater(ChannelPayload payload)
    {
        Context.PostAfter(pace.Later, new AsyncAnswer(DeferReply(), ChannelReply.Ok(Payloads.Of("async", payload))));
        return new(ChannelReply.Deferred);
    }

    private ChannelPayload Identity() => Payloads.Write(writer =>
    {
        writer.WritePropertyName("join_ref");
        writer.WriteRawValue(JoinRefJson);
        writer.WriteString("id", Socket.Id);
    });

    private ValueTask<ChannelReply> Stop(ChannelReply reply)
    {
        Context.Stop();
        return new(reply);
    }

    private ValueTask<ChannelReply> Fail(ChannelReply reply)
    {
        Context.Fail();
        return new(reply);
    }

    private ValueTask<ChannelReply> StopLater()
    {
        Context.PostAfter(pace.Later, new StopNow());
        return new(ChannelReply.Ok());
    }

    private bool IsOwn(JsonElement? from) => (from, _nick) switch
    {
        ({ } other, { } own) => JsonElement.DeepEquals(other, own),
        (null or { ValueKind: JsonValueKind.Null }, null or { ValueKind: JsonValueKind.Null }) => true,
        _ => false,
    };
}
