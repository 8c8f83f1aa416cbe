using Channels.Typed.Client.Compatibility;
using Channels.Typed.Client.Events;
using Channels.Typed.Client.Sockets;
using Channels.Typed.CompilerServices;
using Channels.Typed.Protocol;

namespace Channels.Typed.Client.Joins;

internal sealed partial class Membership
{
    private const string Crashed = "the channel crashed on the server before the reply came. The server may have acted on it";

    public void OnConnected()
    {
        _rejoins.Reset();
        if (engine.Connection is { } connection && State is ChannelState.Joining or ChannelState.Errored)
        {
            SendJoin(connection);
        }
    }

    /// <summary>The connection is gone: lost, unless the application asked for it.</summary>
    public void OnDisconnected(string? requested)
    {
        StopTimers();
        if (_caller is null)
        {
            State = State is ChannelState.Joined or ChannelState.Joining ? ChannelState.Errored : State;
        }

        if (requested is null)
        {
            // A first join goes on waiting, with a new frame on the next connection.
            return;
        }

        _buffer.FailAll(ChannelErrorReason.Disconnected, requested);
        if (_caller is not null)
        {
            FailJoin(ChannelErrorReason.Disconnected, requested);
        }
    }

    public EventDelivery OnJoinReply(JoinAttempt attempt, ReplyFrame reply)
    {
        if (_attempt != attempt)
        {
            return default;
        }

        _attempt = null;
        attempt.Stop();
        TaskCompletionSource<ReplyFrame>? caller = _caller;
        _caller = null;
        bool isOk = reply.Status == ReplyPayload.Ok;
        if (isOk)
        {
            Joined();
        }

        if (caller is null)
        {
            if (!isOk)
            {
                Log.RejoinRefused(engine.Settings.Logger, channel.Topic, reply.Status, RejoinLater());
            }

            return channel.RejoinAnswered(reply);
        }

        if (!isOk)
        {
            NotJoined();
        }

        _ = caller.TrySetResult(reply);
        return default;
    }

    public void OnJoinTimeout(JoinAttempt attempt)
    {
        if (_attempt != attempt)
        {
            return;
        }

        // The server may have joined all the same, or do so later: it is told not to.
        LeaveAttempted();
        if (_caller is null)
        {
            Log.RejoinTimedOut(engine.Settings.Logger, channel.Topic, RejoinLater());
        }
        else
        {
            FailJoin(ChannelErrorReason.Timeout, "no reply came in time");
        }
    }

    /// <summary>A frame for the topic that is no reply.</summary>
    public EventDelivery Receive(in Frame frame)
    {
        bool isCurrent = frame.HasNullJoinRef || (RefText.TryRead(frame.JoinRef, out long joinRef) && joinRef == _joinRef);
        if (!isCurrent)
        {
            Log.StaleMessage(engine.Settings.Logger, channel.Topic);
            return default;
        }

        if (frame.Event.SequenceEqual(PhoenixEvents.Close))
        {
            Log.ChannelClosed(engine.Settings.Logger, channel.Topic);
            End("the server closed it", isDiscarding: _leave is not null);
            return default;
        }

        if (frame.Event.SequenceEqual(PhoenixEvents.Error))
        {
            OnCrashed();
            return default;
        }

        return State is ChannelState.Joined or ChannelState.Joining ? channel.EventCame(frame.Event, frame.Payload, frame.IsBinary) : default;
    }

    /// <summary>
    /// The server answered that it knows no such channel. Replies come in order, so if the channel counts as joined, the answer is to a
    /// message sent after the join, and the server has lost the channel without saying so.
    /// </summary>
    public void OnUnknownToServer()
    {
        if (State == ChannelState.Joined)
        {
            OnCrashed();
        }
    }

    private void Joined()
    {
        State = ChannelState.Joined;
        _rejoins.Reset();
        engine.OnJoined();
        if (engine.Connection is { } connection)
        {
            _buffer.SendAll(connection, _joinRef);
        }
    }

    private void OnCrashed()
    {
        switch (State)
        {
            case ChannelState.Joining when _caller is not null:
                StopTimers();
                FailJoin(ChannelErrorReason.ChannelCrashed, Crashed);
                break;
            case ChannelState.Joining or ChannelState.Joined:
                StopTimers();
                engine.Connection?.FailPushes(channel, ChannelErrorReason.ChannelCrashed, Crashed);
                Log.ChannelCrashed(engine.Settings.Logger, channel.Topic, RejoinLater());
                break;
            case ChannelState.Leaving:
                // It is gone, which is what was wanted.
                End("the channel was left", isDiscarding: true);
                break;
        }
    }

    private TimeSpan RejoinLater()
    {
        State = ChannelState.Errored;
        TimeSpan delay = _rejoins.Next();
        _rejoinTimer = engine.Settings.TimeProvider.Once(static membership => ((Membership)membership!).OnRejoinTimer(), this, delay);
        return delay;
    }

    private void OnRejoinTimer()
    {
        lock (engine.Gate)
        {
            // Without a connection there is nothing to do: the next one rejoins by itself.
            if (State == ChannelState.Errored && engine.Connection is { } connection)
            {
                SendJoin(connection);
            }
        }
    }

    private void FailJoin(ChannelErrorReason reason, string what)
    {
        TaskCompletionSource<ReplyFrame>? caller = _caller;
        NotJoined();
        _ = caller?.TrySetException(new ChannelException(reason, $"The join of topic '{channel.Topic}' failed: {what}."));
    }
}
