using System.Globalization;

namespace Channels.Typed.Client.Tests.Model;

/// <summary>
/// The server's part of a schedule: the frames that it received, and what it sends. Each action is applied to the model first.
/// </summary>
internal sealed class ServerScript(ModelClient model, ModelServer server, ModelWire wire, bool isPolling)
{
    private readonly List<ModelFrame> _unanswered = [];
    private readonly List<ModelFrame> _answered = [];
    private readonly Dictionary<string, List<string>> _joinRefs = [];
    private IModelConnection? _connection;
    private long _lastRef;
    private int _lastId;

    /// <summary>Gets a value indicating whether the client waits for the next message, or has no connection.</summary>
    public bool IsReading => !model.IsConnected || _connection!.IsReading; // Connected, so there is a connection.

    // The server sends only text over long polling and in version 1.0.0.
    private bool HasBinary => !wire.IsV1 && !isPolling;

    /// <summary>Executes a step of the server. Does nothing if the step has no meaning in the current state.</summary>
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
                _connection!.Drop(); // Connected, so there is a connection, here and below.
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

    /// <summary>Unblocks the network, if it is blocked.</summary>
    public void Release()
    {
        if (model.Writer.IsHeld)
        {
            model.Writer.Release();
            ((ModelConnection)_connection!).Release(); // Only these connections can be blocked.
        }
    }

    /// <summary>Replies to the heartbeat that arrived, if any. Returns whether there was one.</summary>
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

    /// <summary>Compares the frames that the client sent with those that the model expects.</summary>
    public void ReadFrames()
    {
        while (server.TakeReceived() is { } sent)
        {
            ModelFrame? frame = model.Frames.Find(expected => expected.Topic == sent.Topic);
            if (frame is null || !frame.Matches(sent))
            {
                throw new ScheduleException($"the client sent {sent}, expected {frame}");
            }

            if (frame.Name == "phx_join")
            {
                frame.Join!.Ref = sent.Ref; // Every join frame has a join.
                JoinRefs(sent.Topic).Add(sent.Ref);
            }

            long number = long.Parse(sent.Ref, CultureInfo.InvariantCulture);
            if (sent.JoinRef != frame.Join?.Ref || number <= _lastRef)
            {
                throw new ScheduleException($"the client sent {sent} with ref {sent.Ref} after ref {_lastRef}, expected {frame}");
            }

            _lastRef = number;
            frame.Ref = sent.Ref;
            _ = model.Frames.Remove(frame);
            _unanswered.Add(frame);
        }
    }

    private void Answer(ModelFrame frame, int choice, bool isBinary)
    {
        (string status, string response) = choice < 7 ? ("ok", $"{{\"r\":{++_lastId}}}")
            : choice < 9 ? ("error", """{"reason":"no"}""")
            : ("error", """{"reason":"unmatched topic"}""");
        model.OnServerMessage();
        model.OnReply(frame, status == "ok", $"{status} {response}", isUnmatched: choice >= 9);
        bool sendsBinary = isBinary && HasBinary && choice < 9;
        _connection!.Send(wire.Reply(frame.Join?.Ref, frame.Ref, frame.Topic, status, response, sendsBinary)); // Connected.
    }

    private void Send(string topic, int choice, string name, bool isBinary = false)
    {
        List<string> refs = JoinRefs(topic);
        string? joinRef = choice % 8 == 0 || refs.Count == 0 ? null : choice % 8 < 3 ? refs[(choice / 8) % refs.Count] : refs[^1];
        if (wire.IsV1 && name is not ("phx_close" or "phx_error"))
        {
            joinRef = null; // Events of version 1.0.0 carry no join ref.
        }

        model.OnServerMessage();
        model.Joined.Find(channel => channel.Topic == topic)?.OnEvent(joinRef, name, isBinary && HasBinary);
        _connection!.Send(wire.Event(joinRef, topic, name, isBinary && HasBinary)); // Connected.
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
