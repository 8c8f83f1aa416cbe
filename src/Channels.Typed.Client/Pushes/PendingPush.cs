using Channels.Typed.Client.Compatibility;
using Channels.Typed.Client.Events;
using Channels.Typed.Client.Joins;
using Channels.Typed.Client.Sockets;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Pushes;

/// <summary>
/// A push on its way: waiting for its channel, then for the writer, then for its reply. It completes exactly once. Members need the
/// socket's gate unless they say otherwise.
/// </summary>
internal sealed class PendingPush(SocketEngine engine, ClientChannel channel, EventName eventName, ChannelPayload payload, bool hasReply) : PendingReply
{
    private readonly TaskCompletionSource<ReplyFrame> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ITimer? _timer;
    private LinkedListNode<PendingPush>? _place;
    private Connection? _connection;
    private long _ref;
    private LinkedListNode<PendingPush>? _slot;

    public EventName EventName { get; } = eventName;

    public ChannelPayload Payload { get; } = payload;

    public ClientChannel Channel { get; } = channel;

    public Task<ReplyFrame> Task => _completion.Task;

    public bool IsCompleted => _completion.Task.IsCompleted;

    private string Awaited => hasReply ? "the reply came. The server may have acted on it" : "it was written";

    public void Start(TimeSpan timeout) =>
        _timer = engine.Settings.TimeProvider.Once(static push => ((PendingPush)push!).OnTimeout(), this, timeout);

    /// <summary>The push has one of the places of <see cref="ChannelSocketOptions.MaxPendingPushes"/>, which it keeps until it is written.</summary>
    public void HoldSlot(LinkedListNode<PendingPush> slot)
    {
        _place = null;
        _slot = slot;
    }

    public void WaitAt(LinkedListNode<PendingPush> place) => _place = place;

    public void SendOn(Connection connection, long joinRef)
    {
        _place = null;
        _connection = connection;
        _ref = engine.NextRef();
        connection.Expect(_ref, this);
        connection.Enqueue(OutboundFrame.Of(Channel, joinRef, _ref, this));
    }

    /// <summary>The writer has come to the push; <see langword="false"/> if nobody waits for it any more.</summary>
    public bool BeginWrite()
    {
        ReleaseSlot();
        return !IsCompleted;
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

    public override EventPump? OnReply(ReplyFrame reply)
    {
        Complete(reply);
        return default;
    }

    public override void OnDisconnected() => Fail(ChannelErrorReason.Disconnected, "the connection was lost before " + Awaited);

    public void Fail(ChannelErrorReason reason, string what)
    {
        Release();
        _ = _completion.TrySetException(new ChannelException(reason, $"'{EventName}' on topic '{Channel.Topic}': {what}."));
    }

    /// <summary>Waits for the end, until the caller loses interest. Does not need the gate, and must not have it: the end of the registration waits for its callback.</summary>
    public async Task<ReplyFrame> WaitAsync(CancellationToken cancellationToken)
    {
        using (cancellationToken.Register(() => Cancel(cancellationToken)))
        {
            return await Task.ConfigureAwait(false);
        }
    }

    private void Cancel(CancellationToken cancellationToken)
    {
        lock (engine.Gate)
        {
            Release();
            _ = _completion.TrySetCanceled(cancellationToken);
        }
    }

    private void OnTimeout()
    {
        lock (engine.Gate)
        {
            if (!IsCompleted)
            {
                Fail(ChannelErrorReason.Timeout, "the time was over before " + Awaited);
            }
        }
    }

    private void Complete(ReplyFrame reply)
    {
        Release();
        _ = _completion.TrySetResult(reply);
    }

    private void Release()
    {
        _timer?.Dispose();
        _connection?.Forget(_ref);
        if (_place is { List: { } waiting } place)
        {
            // The writer will not come to it, so its slot is free now.
            waiting.Remove(place);
            ReleaseSlot();
        }
    }
}
