using Channels.Typed.Client.Compatibility;
using Channels.Typed.Client.Events;
using Channels.Typed.Client.Frames;
using Channels.Typed.Client.Observability;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Sockets;

/// <summary>
/// The channel as generated clients see it: takes the lock, calls <see cref="Membership"/>, and waits outside the lock. It also owns the
/// handlers and the event queue. Public members are safe to call from any thread; the members named <c>OnEventReceived</c>,
/// <c>OnJoinReply</c> and <c>OnMembership…</c> are called by <see cref="Membership"/> and need the socket's lock.
/// </summary>
internal sealed class ClientChannel : IClientChannel
{
    private readonly SocketEngine _engine;
    private readonly Subscriptions _subscriptions;
    private TaskCompletionSource<bool> _closed = NewClosed();

    // The pump of the present life of the channel, and the last one that was made. Both need the lock.
    private EventPump? _pump;
    private EventPump? _lastPump;

    public ClientChannel(SocketEngine engine, string topic, string? template)
    {
        _engine = engine;
        WireTopic = new ChannelTopic(topic);
        _subscriptions = new Subscriptions(topic, engine.Settings);
        Telemetry = new ChannelTelemetry(engine.Telemetry, template);
        Membership = new Membership(engine, this);
    }

    public string Topic => WireTopic.Text;

    public ChannelTopic WireTopic { get; }

    public Membership Membership { get; }

    public ChannelTelemetry Telemetry { get; }

    public Task Closed => Volatile.Read(ref _closed).Task;

    public ChannelState State
    {
        get
        {
            lock (_engine.Lock)
            {
                return Membership.State;
            }
        }
    }

    public Task<ReplyFrame> JoinAsync(ChannelPayload payload, TimeSpan? timeout, CancellationToken cancellationToken) =>
        JoinAsync(new JoinPayload(payload, null), timeout, cancellationToken);

    public Task<ReplyFrame> JoinAsync(
        Func<CancellationToken, ValueTask<ChannelPayload>> payload, TimeSpan? timeout, CancellationToken cancellationToken) =>
        JoinAsync(new JoinPayload(default, payload ?? throw new ArgumentNullException(nameof(payload))), timeout, cancellationToken);

    public Task<ReplyFrame> PushAsync(
        EventName eventName, ChannelPayload payload, TimeSpan? timeout, CancellationToken cancellationToken) =>
        BeginPushAsync(new PendingPush(_engine, this, eventName, payload, hasReply: true), timeout, cancellationToken);

    public Task SendAsync(EventName eventName, ChannelPayload payload, CancellationToken cancellationToken) =>
        BeginPushAsync(new PendingPush(_engine, this, eventName, payload, hasReply: false), null, cancellationToken);

    public async Task LeaveAsync(TimeSpan? timeout, CancellationToken cancellationToken)
    {
        TimeSpan limit = _engine.Settings.TimeoutOf(timeout);
        Task left;
        lock (_engine.Lock)
        {
            left = Membership.Leave(limit);
        }

        _engine.StopConnectingIfUnneeded();
        await left.WaitAsync(_engine.Settings.TimeProvider, cancellationToken).ConfigureAwait(false);
    }

    public IDisposable OnEvent(EventName eventName, Func<ChannelPayload, ValueTask> handler) =>
        _subscriptions.Add(SubscriptionKind.Event, eventName, item => handler(item.Payload));

    public IDisposable OnEvent(EventName eventName, IEventReader reader, Func<ValueTask> handler, IEventStream? stream) =>
        _subscriptions.Add(new Subscription(_subscriptions, SubscriptionKind.Event, eventName, _ => handler())
        {
            Reader = reader,
            Stream = stream,
        });

    public IDisposable OnAnyEvent(Func<string, ChannelPayload, ValueTask> handler, IEventStream? stream = null) =>
        _subscriptions.Add(
            SubscriptionKind.Event, null, item => handler(item.EventName!.Name, item.Payload), stream); // Events have a name.

    public IDisposable OnStateChanged(Func<ChannelStateChange, ValueTask> handler) =>
        _subscriptions.Add(
            SubscriptionKind.State, null, item => handler(item.Change!), handler.Target as IEventStream); // These items have a change.

    public IDisposable OnRejoined(Func<ReplyFrame, ValueTask> handler) =>
        _subscriptions.Add(SubscriptionKind.Rejoin, null, item => handler(item.Reply));

    public IDisposable OnJoined(Func<ReplyFrame, bool, Func<ValueTask>> read) =>
        _subscriptions.Add(new Subscription(_subscriptions, SubscriptionKind.Join, null, static item => item.Call!()) // Set by the reader.
        {
            JoinReader = read,
        });

    public async ValueTask DisposeAsync()
    {
        EventPump? pump;
        _subscriptions.Clear();
        lock (_engine.Lock)
        {
            Membership.Dispose();
            pump = _lastPump;

            // A channel that the server closed may still have queued events. They are discarded.
            pump?.Complete(isDiscarding: true);
        }

        _engine.StopConnectingIfUnneeded();
        TimeSpan limit = _engine.Settings.HandlerShutdownTimeout;
        if (pump is not null && !await pump.WaitForHandlersAsync(_engine.Settings.TimeProvider, limit).ConfigureAwait(false))
        {
            Log.HandlerLeftBehind(_engine.Settings.Logger, Topic, limit);
        }
    }

    public Backpressure OnEventReceived(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> payload, bool isBinary)
    {
        if (_subscriptions.Find(eventName) is { } name)
        {
            return Pump().Write(EventItem.Event(name, Copy(payload, isBinary)));
        }

        Telemetry.OnEventDropped(TelemetryTags.Unhandled);
        return Backpressure.None;
    }

    /// <summary>A join succeeded, or a rejoin was answered.</summary>
    public Backpressure OnJoinReply(ReplyFrame reply, bool isRejoin) =>
        _subscriptions.Has(SubscriptionKind.Join) || (isRejoin && _subscriptions.Has(SubscriptionKind.Rejoin))
            ? Pump().Write(EventItem.JoinReply(reply, isRejoin))
            : Backpressure.None;

    public void OnMembershipChanged(ChannelStateChange change)
    {
        if (_subscriptions.Has(SubscriptionKind.State))
        {
            Pump().Post(EventItem.StateChanged(change));
        }
    }

    /// <summary>The channel is joined again after its end.</summary>
    public void OnMembershipReopened() => Volatile.Write(ref _closed, NewClosed());

    /// <summary>No more events come. <see cref="Closed"/> completes when the queued ones are handled, or discarded.</summary>
    public void OnMembershipEnded(bool isDiscarding)
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

    private EventPump Pump() => _pump ??= _lastPump = new EventPump(
        _subscriptions, Telemetry, _engine.Settings.EventQueueCapacity, _lastPump?.Completion ?? Task.CompletedTask);

    private async Task<ReplyFrame> JoinAsync(JoinPayload payload, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        TimeSpan limit = _engine.Settings.TimeoutOf(timeout);
        cancellationToken.ThrowIfCancellationRequested();
        TaskCompletionSource<ReplyFrame> join;
        lock (_engine.Lock)
        {
            join = Membership.Join(payload, limit);
        }

        using (cancellationToken.Register(() => CancelJoin(join, cancellationToken)))
        {
            return await join.Task.ConfigureAwait(false);
        }
    }

    // A push goes through three methods here: BeginPushAsync skips telemetry if nothing listens, PushMeasuredAsync measures,
    // PushUnderLockAsync takes the lock for Membership.Accept.
    private Task<ReplyFrame> BeginPushAsync(PendingPush push, TimeSpan? timeout, CancellationToken cancellationToken) =>
        Telemetry.IsPushWatched
            ? PushMeasuredAsync(push, timeout, cancellationToken)
            : PushUnderLockAsync(push, timeout, cancellationToken);

    private async Task<ReplyFrame> PushMeasuredAsync(PendingPush push, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        PushObservation observation = Telemetry.StartPush(push.EventName);
        try
        {
            ReplyFrame reply = await PushUnderLockAsync(push, timeout, cancellationToken).ConfigureAwait(false);
            observation.Stop(reply);
            return reply;
        }
        catch (Exception e)
        {
            observation.Stop(e);
            throw;
        }
    }

    private Task<ReplyFrame> PushUnderLockAsync(PendingPush push, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        try
        {
            TimeSpan limit = _engine.Settings.TimeoutOf(timeout);
            cancellationToken.ThrowIfCancellationRequested();
            lock (_engine.Lock)
            {
                Membership.Accept(push, limit);
            }
        }
        catch (OperationCanceledException e) when (e.CancellationToken == cancellationToken)
        {
            return Task.FromCanceled<ReplyFrame>(cancellationToken);
        }
        catch (Exception e)
        {
            // Errors are returned through the task, never thrown synchronously.
            return Task.FromException<ReplyFrame>(e);
        }

        return cancellationToken.CanBeCanceled ? push.WaitAsync(cancellationToken) : push.Task;
    }

    private void CancelJoin(TaskCompletionSource<ReplyFrame> join, CancellationToken cancellationToken)
    {
        lock (_engine.Lock)
        {
            Membership.CancelJoin(join, cancellationToken);
        }

        _engine.StopConnectingIfUnneeded();
    }
}
