using System.Globalization;

namespace Channels.Typed.Client.Tests.Model;

/// <summary>The server's part of a schedule: what it got, and what it sends, each told to the model first.</summary>
internal sealed class ServerScript(ModelClient model, ModelServer server, ModelWire wire, bool isPolling)
{
    private readonly List<ModelFrame> _unanswered = [];
    private readonly List<ModelFrame> _answered = [];
    private readonly Dictionary<string, List<string>> _joinRefs = [];
    private IModelConnection? _connection;
    private long _lastRef;
    private int _lastId;

    /// <summary>Gets a value indicating whether the client waits for more on the connection that it has, if it has one.</summary>
    public bool IsReading => !model.IsConnected || _connection!.IsReading; // There is one.

    // What comes over long polling is text, and version 1.0.0 has nothing else.
    private bool HasBinary => !wire.IsV1 && !isPolling;

    /// <summary>Does what a step says, if it is one of the server's and means something now.</summary>
    public void Execute(Step step, string topic)
    {
        switch (step.Kind)
        {
            case StepKind.Accept when model.IsAttempting:
                model.OnAccepted();
                _answered.AddRange(_unanswered.Where(static frame => frame.Topic != "phoenix"));
                _unanswered.Clear();
                _connection = server.Accept();
                break;
            case StepKind.Refuse when model.IsAttempting:
                model.OnConnectFailed();
                server.Refuse();
                break;
            case StepKind.Drop when model.IsConnected:
                model.OnConnectionEnded(SocketStateReason.ConnectionLost);
                _connection!.Drop(); // As in what follows, there is one.
                break;
            case StepKind.ServerClose when model.IsConnected:
                model.OnConnectionEnded(SocketStateReason.ServerClosed);
                _connection!.Send(Transports.TransportMessage.Close(1000 + (step.A % 15)));
                break;
            case StepKind.Silence when model.IsConnected:
                model.IsSilent = _connection!.IsSilent = true;
                break;
            case StepKind.Hold when model.IsConnected && !model.Writer.IsHeld && _connection is ModelConnection connection:
                model.Writer.IsHeld = true;
                connection.Hold();
                break;
            case StepKind.Release:
                Release();
                break;
            case StepKind.KeepAlive when model.IsReachable:
                model.OnKeepAlive();
                _connection!.Send(Transports.TransportMessage.KeepAlive());
                break;
            case StepKind.Reply when model.IsReachable && _unanswered.Count > 0:
                ModelFrame frame = _unanswered[step.A % _unanswered.Count];
                _ = _unanswered.Remove(frame);
                _answered.Add(frame);
                Answer(frame, step.B % 10, isBinary: step.C % 3 == 0);
                break;
            case StepKind.ReplyLate when model.IsReachable && _answered.Count > 0:
                Answer(_answered[step.A % _answered.Count], step.B % 9, isBinary: step.C % 3 == 0);
                break;
            case StepKind.Event when model.IsReachable:
                Send(topic, step.B, $"e{++_lastId}", isBinary: step.C % 3 == 0);
                break;
            case StepKind.Crash when model.IsReachable:
                Send(topic, step.B, "phx_error");
                break;
            case StepKind.Close when model.IsReachable:
                Send(topic, step.B, "phx_close");
                break;
        }
    }

    /// <summary>The network takes what the client writes, if it did not.</summary>
    public void Release()
    {
        if (model.Writer.IsHeld)
        {
            model.Writer.Release();
            ((ModelConnection)_connection!).Release(); // Only such connections are held.
        }
    }

    /// <summary>Answers the heartbeats that came; <see langword="true"/> if there were any that the server hears.</summary>
    public bool AnswerHeartbeat()
    {
        ModelFrame? heartbeat = _unanswered.Find(static frame => frame.Topic == "phoenix");
        if (heartbeat is null)
        {
            return false;
        }

        _ = _unanswered.Remove(heartbeat);
        if (model.IsReachable)
        {
            Answer(heartbeat, 0, isBinary: false);
        }

        return true;
    }

    /// <summary>Looks at what the client sent: each has to be a frame that the model expects.</summary>
    public void ReadFrames()
    {
        while (server.TakeReceived() is { } sent)
        {
            ModelFrame? frame = model.Frames.Find(expected => expected.Topic == sent.Topic);
            if (frame is null || !frame.Matches(sent))
            {
                throw new ScheduleException($"sent {sent} instead of {frame}");
            }

            if (frame.Name == "phx_join")
            {
                frame.Join!.Ref = sent.Ref; // Joins have one.
                JoinRefs(sent.Topic).Add(sent.Ref);
            }

            long number = long.Parse(sent.Ref, CultureInfo.InvariantCulture);
            if (sent.JoinRef != frame.Join?.Ref || number <= _lastRef)
            {
                throw new ScheduleException($"sent {sent} with ref {sent.Ref}, after ref {_lastRef}, instead of {frame}");
            }

            _lastRef = number;
            frame.Ref = sent.Ref;
            _ = model.Frames.Remove(frame);
            _unanswered.Add(frame);
        }
    }

    private void Answer(ModelFrame frame, int choice, bool isBinary)
    {
        (string status, string response) = choice < 7 ? ("ok", $"{{\"r\":{++_lastId}}}") : choice < 9 ? ("error", """{"reason":"no"}""") : ("error", """{"reason":"unmatched topic"}""");
        model.OnServerMessage();
        model.OnReply(frame, status == "ok", $"{status} {response}", isUnmatched: choice >= 9);
        _connection!.Send(wire.Reply(frame.Join?.Ref, frame.Ref, frame.Topic, status, response, isBinary && HasBinary && choice < 9)); // There is one.
    }

    private void Send(string topic, int choice, string name, bool isBinary = false)
    {
        List<string> refs = JoinRefs(topic);
        string? joinRef = choice % 8 == 0 || refs.Count == 0 ? null : choice % 8 < 3 ? refs[(choice / 8) % refs.Count] : refs[^1];
        if (wire.IsV1 && name is not ("phx_close" or "phx_error"))
        {
            joinRef = null; // Events of version 1.0.0 do not tell.
        }

        model.OnServerMessage();
        model.Joined.Find(channel => channel.Topic == topic)?.OnEvent(joinRef, name, isBinary && HasBinary);
        _connection!.Send(wire.Event(joinRef, topic, name, isBinary && HasBinary)); // There is one.
    }

    private List<string> JoinRefs(string topic)
    {
        if (!_joinRefs.TryGetValue(topic, out List<string>? refs))
        {
            _joinRefs.Add(topic, refs = []);
        }

        return refs;
    }
}
