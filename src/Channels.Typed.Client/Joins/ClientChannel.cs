using System.Text;
using Channels.Typed.Client.Compatibility;
using Channels.Typed.Client.Events;
using Channels.Typed.Client.Observability;
using Channels.Typed.Client.Pushes;
using Channels.Typed.Client.Sockets;
using Channels.Typed.CompilerServices;
using Channels.Typed.Protocol;

namespace Channels.Typed.Client.Joins;

/// <summary>What generated clients see of a channel: takes the gate, asks <see cref="Membership"/>, and waits outside the gate.</summary>
internal sealed class ClientChannel : IClientChannel
{
    private readonly SocketEngine _engine;
    private readonly Subscriptions _subscriptions;
    private readonly byte[] _topicUtf8;
    private readonly byte[] _topicJson;
    private TaskCompletionSource<bool> _closed = NewClosed();
    private EventPump? _pump;
    private EventPump? _lastPump;

    public ClientChannel(SocketEngine engine, string topic, string? template)
    {
        _engine = engine;
        Topic = topic;
        _topicUtf8 = Encoding.UTF8.GetBytes(topic);
        _topicJson = JsonText.Encode(_topicUtf8);
        _subscriptions = new Subscriptions(topic, engine.Settings);
        Telemetry = new ChannelTelemetry(engine.Settings.Telemetry, template);
        Membership = new Membership(engine, this);
    }

    public string Topic { get; }

    public ReadOnlySpan<byte> TopicUtf8 => _topicUtf8;

    public ReadOnlySpan<byte> TopicJson => _topicJson;

    public Membership Membership { get; }

    public ChannelTelemetry Telemetry { get; }

    public Task Closed => Volatile.Read(ref _closed).Task;

    public ChannelState State
    {
        get
        {
            lock (_engine.Gate)
            {
                return Membership.State;
            }
        }
    }

    public Task<ReplyFrame> JoinAsync(ChannelPayload payload, TimeSpan? timeout, CancellationToken cancellationToken) =>
        JoinAsync(new JoinPayload(payload, null), timeout, cancellationToken);

    public Task<ReplyFrame> JoinAsync(Func<CancellationToken, ValueTask<ChannelPayload>> payload, TimeSpan? timeout, CancellationToken cancellationToken) =>
        JoinAsync(new JoinPayload(default, payload ?? throw new ArgumentNullException(nameof(payload))), timeout, cancellationToken);

    public Task<ReplyFrame> PushAsync(EventName eventName, ChannelPayload payload, TimeSpan? timeout, CancellationToken cancellationToken) =>
        Push(new PendingPush(_engine, this, eventName, payload, hasReply: true), timeout, cancellationToken);

    public Task SendAsync(EventName eventName, ChannelPayload payload, CancellationToken cancellationToken) =>
        Push(new PendingPush(_engine, this, eventName, payload, hasReply: false), null, cancellationToken);

    public async Task LeaveAsync(TimeSpan? timeout, CancellationToken cancellationToken)
    {
        TimeSpan limit = _engine.Settings.TimeoutOf(timeout);
        Task left;
        lock (_engine.Gate)
        {
            left = Membership.Leave(limit);
        }

        await left.WaitAsync(_engine.Settings.TimeProvider, cancellationToken).ConfigureAwait(false);
    }

    public IDisposable OnEvent(EventName eventName, Func<ChannelPayload, ValueTask> handler) =>
        _subscriptions.Add(SubscriptionKind.Event, eventName, item => handler(item.Payload));

    public IDisposable OnAnyEvent(Func<string, ChannelPayload, ValueTask> handler) =>
        _subscriptions.Add(SubscriptionKind.Event, null, item => handler(item.EventName!.Name, item.Payload)); // Events have names.

    public IDisposable OnStateChanged(Func<ChannelStateChange, ValueTask> handler) =>
        _subscriptions.Add(SubscriptionKind.State, null, item => handler(item.Change!)); // Changes are there.

    public IDisposable OnRejoined(Func<ReplyFrame, ValueTask> handler) => _subscriptions.Add(SubscriptionKind.Rejoin, null, item => handler(item.Rejoin));

    public async ValueTask DisposeAsync()
    {
        EventPump? pump;
        _subscriptions.Clear();
        lock (_engine.Gate)
        {
            Membership.Abandon();
            pump = _lastPump;

            // A channel that the server closed may still have events to hand out; after this it has none.
            pump?.Complete(isDiscarding: true);
        }

        if (pump is not null && !EventPump.IsCaller(_subscriptions))
        {
            await pump.Completion.ConfigureAwait(false);
        }
    }

    /// <summary>An event came. Needs the gate.</summary>
    /// <returns>The pump if it has no room for more.</returns>
    public EventPump? EventCame(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> payload, bool isBinary)
    {
        if (_subscriptions.Find(eventName) is { } name)
        {
            return Write(EventItem.Event(name, Copy(payload, isBinary)));
        }

        Telemetry.OnEventDropped(TelemetryTags.Unhandled);
        return null;
    }

    /// <summary>A rejoin was answered. Needs the gate.</summary>
    /// <returns>The pump if it has no room for more.</returns>
    public EventPump? RejoinAnswered(ReplyFrame reply) => _subscriptions.Has(SubscriptionKind.Rejoin) ? Write(EventItem.Rejoined(reply)) : null;

    /// <summary>The state changed. Needs the gate.</summary>
    public void StateChanged(ChannelStateChange change)
    {
        if (_subscriptions.Has(SubscriptionKind.State))
        {
            Pump().Post(EventItem.StateChanged(change));
        }
    }

    /// <summary>The channel is joined again after its end. Needs the gate.</summary>
    public void Reopened() => Volatile.Write(ref _closed, NewClosed());

    /// <summary>No events come any more; <see cref="Closed"/> completes when those that came are handled. Needs the gate.</summary>
    public void EventsEnded(bool isDiscarding)
    {
        if (_pump is null)
        {
            _ = _closed.TrySetResult(true);
            return;
        }

        _pump.Complete(isDiscarding);
        _ = _pump.Completion.ContinueWith(
            static (_, closed) => ((TaskCompletionSource<bool>)closed!).TrySetResult(true),
            _closed,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        _pump = null;
    }

    private static TaskCompletionSource<bool> NewClosed() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static ChannelPayload Copy(ReadOnlySpan<byte> payload, bool isBinary) =>
        isBinary ? ChannelPayload.FromBytes(payload.ToArray()) : ChannelPayload.FromUncheckedJson(payload.ToArray());

    private EventPump Pump() =>
        _pump ??= _lastPump = new EventPump(_subscriptions, Telemetry, _engine.Settings.EventQueueCapacity, _lastPump?.Completion ?? Task.CompletedTask);

    private EventPump? Write(EventItem item)
    {
        EventPump pump = Pump();
        return pump.Write(item) ? null : pump;
    }

    private async Task<ReplyFrame> JoinAsync(JoinPayload payload, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        TimeSpan limit = _engine.Settings.TimeoutOf(timeout);
        cancellationToken.ThrowIfCancellationRequested();
        TaskCompletionSource<ReplyFrame> join;
        lock (_engine.Gate)
        {
            join = Membership.Join(payload, limit);
        }

        using (cancellationToken.Register(() => CancelJoin(join, cancellationToken)))
        {
            return await join.Task.ConfigureAwait(false);
        }
    }

    // What nobody watches pays for no watching.
    private Task<ReplyFrame> Push(PendingPush push, TimeSpan? timeout, CancellationToken cancellationToken) =>
        Telemetry.IsPushWatched ? WatchedPushAsync(push, timeout, cancellationToken) : PushAsync(push, timeout, cancellationToken);

    private async Task<ReplyFrame> WatchedPushAsync(PendingPush push, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        PushObservation observation = Telemetry.StartPush(push.EventName);
        try
        {
            ReplyFrame reply = await PushAsync(push, timeout, cancellationToken).ConfigureAwait(false);
            observation.Stop(reply);
            return reply;
        }
        catch (Exception e)
        {
            observation.Stop(e);
            throw;
        }
    }

    private Task<ReplyFrame> PushAsync(PendingPush push, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        try
        {
            TimeSpan limit = _engine.Settings.TimeoutOf(timeout);
            cancellationToken.ThrowIfCancellationRequested();
            lock (_engine.Gate)
            {
                Membership.Push(push, limit);
            }
        }
        catch (OperationCanceledException e) when (e.CancellationToken == cancellationToken)
        {
            return Task.FromCanceled<ReplyFrame>(cancellationToken);
        }
        catch (Exception e)
        {
            // What a call does wrong is told by its task, as everything else is.
            return Task.FromException<ReplyFrame>(e);
        }

        return cancellationToken.CanBeCanceled ? push.WaitAsync(cancellationToken) : push.Task;
    }

    private void CancelJoin(TaskCompletionSource<ReplyFrame> join, CancellationToken cancellationToken)
    {
        lock (_engine.Gate)
        {
            Membership.CancelJoin(join, cancellationToken);
        }
    }
}
