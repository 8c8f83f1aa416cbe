using Channels.Typed.Client.Compatibility;
using Channels.Typed.Client.Events;
using Channels.Typed.Client.Frames;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Sockets;

/// <summary>
/// A push from its call to its end: it waits for a slot and for the join if necessary, then for the writer, then for its reply. It
/// completes exactly once. Members need the socket's lock unless they say otherwise.
/// </summary>
internal sealed class PendingPush(SocketEngine engine, ClientChannel channel, EventName eventName, ChannelPayload payload, bool hasReply)
    : PendingReply
{
    private const int MessageTooBig = 1009; // RFC 6455, 7.4.1.

    private readonly TaskCompletionSource<ReplyFrame> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ITimer? _timer;

    // The push's node in the queue that it waits in: for a slot (PushSlots), or for the join (PushBuffer).
    private LinkedListNode<PendingPush>? _queued;

    // The push's slot, from OnSlotReserved to ReleaseSlot.
    private LinkedListNode<PendingPush>? _slot;

    // Where the reply is awaited, from SendOn on.
    private Connection? _connection;
    private long _ref;

    // Whether the writer has begun to write the push, so that the server may have it.
    private bool _isWritten;

    public EventName EventName { get; } = eventName;

    public ChannelPayload Payload { get; } = payload;

    public ClientChannel Channel { get; } = channel;

    public Task<ReplyFrame> Task => _completion.Task;

    public bool IsCompleted => _completion.Task.IsCompleted;

    public void Start(TimeSpan timeout) =>
        _timer = engine.Settings.TimeProvider.Once(static push => ((PendingPush)push!).OnTimer(), this, timeout);

    public void OnQueued(LinkedListNode<PendingPush> node) => _queued = node;

    /// <summary>The push has a slot. It keeps the slot until it is written or fails.</summary>
    public void OnSlotReserved(LinkedListNode<PendingPush> slot)
    {
        _queued = null;
        _slot = slot;
    }

    public void SendOn(Connection connection, long joinRef)
    {
        _queued = null;
        _connection = connection;
        _ref = engine.NextRef();
        connection.Expect(_ref, this);
        connection.Enqueue(OutboundFrame.Push(Channel.WireTopic, joinRef, _ref, EventName, Payload), this);
    }

    /// <summary>The writer is about to write the push; <see langword="false"/> if the push has already failed or was cancelled.</summary>
    public bool BeginWrite()
    {
        ReleaseSlot();
        return _isWritten = !IsCompleted;
    }

    public void OnWritten()
    {
        if (!hasReply)
        {
            Complete(default);
        }
    }

    public void ReleaseSlot()
    {
        if (_slot is { } slot)
        {
            _slot = null;
            engine.Slots.Release(slot);
        }
    }

    public override Backpressure OnReply(ReplyFrame reply)
    {
        Complete(reply);
        return Backpressure.None;
    }

    public override void OnNotEncoded(Exception failure) => Fail(failure);

    public override void OnDisconnected()
    {
        string what = _connection?.ServerCloseCode switch
        {
            MessageTooBig => $"the server closed the connection with {MessageTooBig}, because a message was too large for it,",
            { } code => $"the server closed the connection with {code}",
            null => "the connection was lost",
        };
        Fail(
            ChannelErrorReason.Disconnected,
            !_isWritten ? $"{what} before it was written"
                : hasReply ? $"{what} before the reply came"
                : $"{what} while it was written");
    }

    public void Fail(ChannelErrorReason reason, string what) => FailWith(reason, $"{Description}: {what}.");

    /// <summary>
    /// Waits for the end of the push, and cancels it with the token. Does not need the lock and must not be called with it, because
    /// disposing of the registration waits for its callback.
    /// </summary>
    public async Task<ReplyFrame> WaitAsync(CancellationToken cancellationToken)
    {
        using (cancellationToken.Register(() => Cancel(cancellationToken)))
        {
            return await Task.ConfigureAwait(false);
        }
    }

    private string Description => $"'{EventName}' on topic '{Channel.Topic}'";

    private void Cancel(CancellationToken cancellationToken)
    {
        lock (engine.Lock)
        {
            StopWaiting();
            _ = _completion.TrySetCanceled(cancellationToken);
        }
    }

    private void OnTimer() => engine.RunTimer(this, static push => push.OnTimeout());

    private void OnTimeout()
    {
        if (!IsCompleted)
        {
            FailWith(
                ChannelErrorReason.Timeout,
                !_isWritten ? $"Timed out before {Description} was written."
                    : hasReply ? $"Timed out waiting for the reply to {Description}."
                    : $"Timed out while {Description} was written.");
        }
    }

    private void FailWith(ChannelErrorReason reason, string message)
    {
        string fate = _isWritten ? "The server may still have processed it." : "It was not sent.";
        Fail(new ChannelException(reason, $"{message} {fate}") { WasSent = _isWritten });
    }

    private void Fail(Exception exception)
    {
        StopWaiting();
        _ = _completion.TrySetException(exception);
    }

    private void Complete(ReplyFrame reply)
    {
        StopWaiting();
        _ = _completion.TrySetResult(reply);
    }

    // A push that waits in the writer's queue keeps its slot: the writer releases it.
    private void StopWaiting()
    {
        _timer?.Dispose();
        _connection?.StopExpecting(_ref);
        if (_queued is { List: { } queue } node)
        {
            queue.Remove(node);
            ReleaseSlot();
        }
    }
}
