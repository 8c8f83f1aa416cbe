using Channels.Typed.Client.Compatibility;
using Channels.Typed.Client.Events;
using Channels.Typed.Client.Frames;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Sockets;

/// <summary>
/// A <c>phx_leave</c> whose reply is awaited. The channel ends as left in any case: after a reply of any status, a timeout, or a lost
/// connection. Members need the socket's lock.
/// </summary>
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
        connection.Enqueue(OutboundFrame.Leave(channel.WireTopic, joinRef, _ref));
        _timer = engine.Settings.TimeProvider.Once(static attempt => ((LeaveAttempt)attempt!).OnTimeout(), this, timeout);
    }

    public void Complete()
    {
        _timer?.Dispose();

        // The reply may never come, so its entry is removed.
        _connection?.StopExpecting(_ref);
        _connection = null;
        _ = _completion.TrySetResult(true);
    }

    public override Backpressure OnReply(ReplyFrame reply)
    {
        EndChannel();
        return Backpressure.None;
    }

    public override void OnNotEncoded(Exception failure) => EndChannel();

    public override void OnDisconnected() => EndChannel();

    private void OnTimeout() => engine.RunTimer(this, static attempt => attempt.EndChannel());

    private void EndChannel()
    {
        // If the attempt is completed, the channel ended for another reason and may have been joined again since.
        if (!_completion.Task.IsCompleted)
        {
            membership.End(ChannelStateReason.Left, Left, isDiscarding: true);
        }
    }
}
