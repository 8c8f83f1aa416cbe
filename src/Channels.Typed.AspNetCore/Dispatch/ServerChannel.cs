using System.Text;
using System.Text.Json.Serialization.Metadata;
using Channels.Typed.AspNetCore.Connections;
using Channels.Typed.AspNetCore.Formats;
using Channels.Typed.AspNetCore.Observability;
using Channels.Typed.AspNetCore.Transports;
using Channels.Typed.CompilerServices;
using Channels.Typed.Protocol;
using Channels.Typed.PubSub;
using Microsoft.Extensions.DependencyInjection;

namespace Channels.Typed.AspNetCore.Dispatch;

/// <summary>
/// One joined channel: a (connection, topic) with its handler and its mailbox. Whoever has the mailbox's turn runs the handler; a push that
/// finds the channel idle is handled on the receive loop, up to the handler's first incomplete await.
/// </summary>
internal sealed partial class ServerChannel : ChannelContext, IThreadPoolWorkItem
{
    private static readonly byte[] NullJson = "null"u8.ToArray();

    private readonly Connection _connection;
    private readonly HandlerDescriptor _descriptor;
    private readonly Mailbox _mailbox;
    private readonly ChannelSubscriber _subscriber;
    private readonly byte[] _topicJson;
    private readonly byte[] _joinRef;
    private readonly byte[] _pushRef;
    private IChannelHandler? _handler;
    private AsyncServiceScope? _scope;
    private Subscription? _subscription;
    private CancellationTokenSource? _ended;
    private byte[] _currentRef = [];
    private int _currentRefLength;
    private volatile ChannelPhase _phase;
    private bool _isCounted;

    public ServerChannel(Connection connection, HandlerDescriptor descriptor, string topic, in Frame join)
    {
        _connection = connection;
        _descriptor = descriptor;
        _mailbox = new Mailbox(connection.Services.Options.MaxMailboxLength);
        _subscriber = new ChannelSubscriber(this, descriptor);
        Topic = topic;
        _topicJson = JsonText.Encode(join.Topic);

        // Without a join ref the join's ref takes its place in everything but the join's own reply, phx_close and phx_error.
        _joinRef = join.HasNullJoinRef ? NullJson : join.JoinRef.ToArray();
        _pushRef = join.HasNullJoinRef ? join.Ref.ToArray() : _joinRef;
    }

    public override string Topic { get; }

    public override SocketContext Socket => _connection.Socket;

    public override CancellationToken Ended => (_ended ?? CreateEnded()).Token;

    public ReplySender Replies => new(this);

    /// <summary>The join ref as the client sent it, raw JSON.</summary>
    public ReadOnlySpan<byte> JoinRef => _joinRef;

    public ReadOnlySpan<byte> ReplyJoinRef => _phase == ChannelPhase.Joining ? _joinRef : _pushRef;

    public ReadOnlySpan<byte> TopicJson => _topicJson;

    public ReadOnlySpan<byte> TopicText => _topicJson.AsSpan().Contains((byte)'\\') ? Encoding.UTF8.GetBytes(Topic) : _topicJson.AsSpan(1, _topicJson.Length - 2);

    public WireFormat Format => _connection.Format;

    public ReadOnlySpan<byte> CurrentRef => _currentRef.AsSpan(0, _currentRefLength);

    /// <summary>Whether the channel has ended, so that its topic is free.</summary>
    public bool IsOver => _phase is ChannelPhase.Over or ChannelPhase.Refused;

    /// <summary>What became of the current push so far. Written by the owner of the turn.</summary>
    public Outcome Outcome { get; set; }

    /// <summary>Whether the handler has been told that the channel ends.</summary>
    public bool IsEnding => _ended?.IsCancellationRequested == true;

    private IOutbox Outbox => _connection.Transport.Outbox;

    /// <summary>What to throw where a client would have to be sent bytes that its version or its transport cannot carry.</summary>
    public InvalidOperationException NoBinary(string eventName) =>
        new($"'{eventName}' on topic '{Topic}' carries bytes, which cannot reach this client: it speaks version 1.0.0 of the protocol, or uses long polling. Send it JSON.");

    private ConnectionServices Services => _connection.Services;

    /// <summary>Takes a message of the client. Called by the receive loop only.</summary>
    /// <returns>A task to await before the next message, or null.</returns>
    public Task? Post(in Frame frame)
    {
        if (_mailbox.TryOwn())
        {
            ValueTask current = Invoke(frame.Ref, frame.Event, frame.IsEventString, frame.Payload, frame.IsBinary);
            if (!current.IsCompletedSuccessfully)
            {
                _ = RunAsync(current);
                return null;
            }

            current.GetAwaiter().GetResult(); // Gives a pooled source back.
            if (_mailbox.HasMore())
            {
                _ = RunAsync(default);
            }

            return null;
        }

        var item = new MailboxItem(frame);
        if (!_mailbox.TryAdd(item, mayExceed: true, out bool mustRun))
        {
            // It has ended and is only not yet out of the table: such messages are lost without a reply, as in Phoenix.
            item.Release();
            return null;
        }

        if (mustRun)
        {
            _ = RunAsync(default);
        }

        return _mailbox.WaitForRoom();
    }

    /// <summary>Takes an intercepted broadcast. Called on the publisher's thread.</summary>
    public void Post(Broadcast broadcast)
    {
        if (_mailbox.TryAdd(new MailboxItem(broadcast), mayExceed: false, out bool mustRun))
        {
            if (mustRun)
            {
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            }
        }
        else if (!IsOver)
        {
            OnMailboxFull();
        }
    }

    /// <summary>The pool's call: the turn is ours.</summary>
    public void Execute() => _ = RunAsync(default);

    public void OnUnknownEvent(int nameLength)
    {
        // The name comes from the wire, so it goes neither into the log nor into a metric.
        Outcome = Outcome.UnknownEvent;
        Services.Telemetry.OnUnknownEvent(_descriptor, nameLength);
        if (Services.Options.UnknownEvents == BadMessageAction.Crash)
        {
            _mailbox.RequestEnd(ChannelEnd.Crashed); // The turn is ours, so it comes next.
            return;
        }

        Replies.SendError("{\"reason\":\"unknown event\"}"u8);
    }

    /// <summary>Passes a broadcast on to the client, encoded once for all clients of its version. Called on the publisher's thread.</summary>
    public void Forward(Broadcast broadcast)
    {
        if (broadcast.IsBinary && !Format.HasBinary)
        {
            // Its version or its transport cannot carry it. Everybody else gets it, and the publisher is not to blame.
            Log.BinaryNotCarried(Services.Logger, _descriptor.Name);
            return;
        }

        Outbox.Deliver(Format.FrameOf(broadcast));
    }

    /// <summary>Sends a reply; that of a join decides whether the channel is joined.</summary>
    public void SendReply(FrameBuffer buffer, bool isOk, bool isBinary)
    {
        switch (_phase)
        {
            case ChannelPhase.Joining when isOk:
                // Subscribed before anybody else can write: nothing of the topic comes before this reply, and nothing after it is missed.
                Outbox.Send(buffer, isBinary, Subscribe);
                break;
            case ChannelPhase.Joining:
                _phase = ChannelPhase.Refused;
                Outbox.Send(buffer, isBinary);
                break;
            case ChannelPhase.Refused:
                // The join timed out before.
                break;
            case ChannelPhase.Joined when _isAbandoned:
                break;
            default:
                Outbox.Send(buffer, isBinary);
                break;
        }
    }

    public override void Stop() => _ = EndAsync(ChannelEnd.Stopped);

    public override void Fail() => _ = EndAsync(ChannelEnd.Failed);

    public override DeferredReply<TOk, TError> Defer<TOk, TError>(JsonTypeInfo<TOk> okInfo, JsonTypeInfo<TError> errorInfo)
    {
        ThrowIfNothingToDefer();
        return new DeferredReply<TOk, TError>(this, CurrentRef.ToArray(), okInfo, errorInfo);
    }

    protected override void Start(FrameBuffer buffer, EventScope scope, EventName eventName)
    {
        ThrowIfNotJoined(eventName);
        if (scope == EventScope.Push)
        {
            Format.Start(buffer, _pushRef, NullJson, _topicJson, eventName.Json);
        }
        else
        {
            JsonFrameWriter.StartBroadcast(buffer, _topicJson, eventName.Json);
        }
    }

    protected override ValueTask Send(FrameBuffer buffer, EventScope scope, EventName eventName, int payloadOffset)
    {
        if (scope == EventScope.Push)
        {
            Format.End(buffer, NullJson, _topicJson);
            Outbox.Send(buffer);
            return default;
        }

        JsonFrameWriter.End(buffer);
        return Publish(Broadcast.FromBuffer(Topic, eventName, buffer, payloadOffset), scope);
    }

    protected override ValueTask SendBinary(EventScope scope, EventName eventName, ReadOnlySpan<byte> payload)
    {
        ThrowIfNotJoined(eventName);
        if (!Format.HasBinary && scope != EventScope.BroadcastFrom)
        {
            throw NoBinary(eventName.Name);
        }

        if (scope != EventScope.Push)
        {
            return Publish(Broadcast.FromBytes(Topic, eventName, payload), scope);
        }

        FrameBuffer buffer = FrameBuffer.Rent();
        try
        {
            BinaryFrameWriter.WritePush(buffer, _pushRef, TopicText, eventName.Utf8, payload);
            Outbox.Send(buffer, isBinary: true);
            return default;
        }
        finally
        {
            buffer.Return();
        }
    }

    private void ThrowIfNothingToDefer()
    {
        if (_phase != ChannelPhase.Joined || _currentRefLength == 0)
        {
            throw new InvalidOperationException($"There is no push of topic '{Topic}' whose reply could be deferred. Call this in the push's method, before its first await.");
        }
    }

    private void OnMailboxFull()
    {
        Log.MailboxFull(Services.Logger, _descriptor.Name);
        _ = EndAsync(ChannelEnd.Crashed);
    }

    private ValueTask Publish(Broadcast broadcast, EventScope scope) =>
        Services.PubSub.BroadcastAsync(broadcast, scope == EventScope.BroadcastFrom ? _subscriber : null);

    private void ThrowIfNotJoined(EventName eventName)
    {
        if (_phase is ChannelPhase.Joining or ChannelPhase.Refused)
        {
            throw new InvalidOperationException($"Topic '{Topic}' is not joined yet, so '{eventName}' cannot be sent. Implement IHandleAfterJoin to send after the join.");
        }
    }

    /// <summary>The owner's loop: finishes the current message and goes on until nothing is left.</summary>
    private async Task RunAsync(ValueTask current)
    {
        while (true)
        {
            try
            {
                await current;
            }
            catch (Exception e)
            {
                if (!Survives(e))
                {
                    await FinishAsync(ChannelEnd.Crashed);
                    return;
                }
            }

            if (!_mailbox.TryTake(out MailboxItem item, out ChannelEnd? end))
            {
                return;
            }

            if (end is { } reason)
            {
                await FinishAsync(reason);
                return;
            }

            current = Invoke(item);
        }
    }

    private ValueTask Invoke(in MailboxItem item)
    {
        try
        {
            if (item.Message is not { } message)
            {
                return Invoke(item.Ref, item.Event, item.IsEventString, item.Payload, item.IsBinary);
            }

            _currentRefLength = 0;
            return message is Broadcast broadcast
                ? _handler!.HandleOutAsync(new OutboundCall(this, broadcast)) // A joined channel has its handler.
                : HandleInfo((InfoMessage)message);
        }
        catch (Exception e)
        {
            return ValueTask.FromException(e);
        }
        finally
        {
            item.Release();
        }
    }

    private ValueTask Invoke(ReadOnlySpan<byte> reference, ReadOnlySpan<byte> eventName, bool isEventString, ReadOnlySpan<byte> payload, bool isBinary)
    {
        SetCurrentRef(reference);
        if (!isEventString)
        {
            OnUnknownEvent(eventName.Length);
            return default;
        }

        if (eventName.SequenceEqual(PhoenixEvents.Leave))
        {
            _mailbox.RequestEnd(ChannelEnd.Left);
            return default;
        }

        Outcome = Outcome.Ok;
        Observation observation = Services.Telemetry.StartPush(_descriptor, eventName, _connection.Links);
        return observation.Until(Handle(eventName, payload, isBinary), this);
    }

    private ValueTask Handle(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> payload, bool isBinary)
    {
        try
        {
            return _handler!.HandleInAsync(new InboundCall(this, eventName, payload, isBinary)); // As above.
        }
        catch (Exception e)
        {
            return ValueTask.FromException(e);
        }
    }

    /// <summary>Whether the channel goes on after an exception of its handler.</summary>
    private bool Survives(Exception exception)
    {
        switch (exception)
        {
            case UnreadablePayloadException when _currentRefLength > 0 && Services.Options.InvalidPayloads == BadMessageAction.ReplyError:
                Services.Telemetry.OnUnreadablePayload(_descriptor, exception);
                Replies.SendError("{\"reason\":\"invalid payload\"}"u8);
                return true;
            case OperationCanceledException when IsEnding:
                // The channel is ending, which is why the handler gave up.
                return true;
            default:
                Log.ChannelCrashed(Services.Logger, _descriptor.Name, exception);
                return false;
        }
    }

    private void SetCurrentRef(ReadOnlySpan<byte> reference)
    {
        if (_currentRef.Length < reference.Length)
        {
            _currentRef = new byte[Math.Max(16, reference.Length)];
        }

        reference.CopyTo(_currentRef);
        _currentRefLength = reference.Length;
    }

    private void Subscribe()
    {
        _subscription = Services.PubSub.Subscribe(Topic, _subscriber);
        _phase = ChannelPhase.Joined;
    }

    private CancellationTokenSource CreateEnded()
    {
        var created = new CancellationTokenSource();
        CancellationTokenSource? existing = Interlocked.CompareExchange(ref _ended, created, null);
        if (existing is not null)
        {
            created.Dispose();
        }
        else if (_phase == ChannelPhase.Over)
        {
            created.Cancel();
        }

        return existing ?? created;
    }
}
