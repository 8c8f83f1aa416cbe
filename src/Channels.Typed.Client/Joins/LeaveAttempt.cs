using Channels.Typed.Client.Compatibility;
using Channels.Typed.Client.Events;
using Channels.Typed.Client.Pushes;
using Channels.Typed.Client.Sockets;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Joins;

/// <summary>A <c>phx_leave</c> that is on its way. Whatever comes of it, the channel is left. Members need the socket's gate.</summary>
internal sealed class LeaveAttempt(SocketEngine engine, Membership membership) : PendingReply
{
    private const string Left = "the channel was left";

    private readonly TaskCompletionSource<bool> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ITimer? _timer;
    private Connection? _connection;
    private long _ref;

    public Task Task => _completion.Task;

    public void Send(Connection connection, ClientChannel channel, long joinRef, TimeSpan timeout)
    {
        _connection = connection;
        _ref = engine.NextRef();
        connection.Expect(_ref, this);
        connection.Enqueue(OutboundFrame.Leave(channel, joinRef, _ref));
        _timer = engine.Settings.TimeProvider.Once(static attempt => ((LeaveAttempt)attempt!).OnTimeout(), this, timeout);
    }

    public void Complete()
    {
        _timer?.Dispose();

        // The answer may never come, so nothing waits for it.
        _connection?.Forget(_ref);
        _connection = null;
        _ = _completion.TrySetResult(true);
    }

    public override EventPump? OnReply(ReplyFrame reply)
    {
        EndChannel();
        return default;
    }

    public override void OnDisconnected() => EndChannel();

    private void OnTimeout()
    {
        lock (engine.Gate)
        {
            EndChannel();
        }
    }

    private void EndChannel()
    {
        // Otherwise the channel ended some other way, and may be joined again by now.
        if (!_completion.Task.IsCompleted)
        {
            membership.End(ChannelStateReason.Left, Left, isDiscarding: true);
        }
    }
}
