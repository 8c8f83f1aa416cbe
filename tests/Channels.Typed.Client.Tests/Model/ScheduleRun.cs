using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Tests.Model;

/// <summary>Takes a client and the model through a schedule, and compares them after each step.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Finish disposes the socket, as a step of its own.")]
internal sealed class ScheduleRun
{
    private static readonly string[] Topics = ["room:a", "room:a", "room:b", "room:c"];
    private static readonly EventName Ping = new("ping");

    private readonly TimeSpan _patience;
    private readonly CountingClock _clock = new();
    private readonly ModelServer _server = new();
    private readonly ModelClient _model;
    private readonly ChannelSocket _socket;
    private readonly Participant[] _channels;
    private readonly List<ModelCall> _calls = [];
    private readonly List<ModelCall> _allCalls = [];
    private readonly List<ModelFrame> _unanswered = [];
    private readonly List<ModelFrame> _answered = [];
    private readonly List<string> _told = [];
    private readonly Dictionary<string, List<string>> _joinRefs = Topics.Distinct().ToDictionary(static topic => topic, static _ => new List<string>());
    private ModelConnection? _connection;
    private int _toldAgreed;
    private long _lastRef;
    private int _lastId;

    private ScheduleRun(PushBufferFullMode fullMode, TimeSpan patience)
    {
        _patience = patience;
        _model = new ModelClient(fullMode);
        var options = new ChannelSocketOptions
        {
            TimeProvider = _clock,
            Jitter = 0,
            PushBufferFullMode = fullMode,
            MaxPendingPushes = ModelClient.MaxPendingPushes,
            Timeout = TimeSpan.FromMilliseconds(ModelClient.Timeout),
            ConnectTimeout = TimeSpan.FromMilliseconds(ModelClient.ConnectTimeout),
            HeartbeatInterval = TimeSpan.FromMilliseconds(ModelClient.HeartbeatInterval),
            HeartbeatTimeout = TimeSpan.FromMilliseconds(ModelClient.HeartbeatTimeout),
            ReconnectDelays = [.. ModelClient.ReconnectDelays.Select(static delay => TimeSpan.FromMilliseconds(delay))],
            RejoinDelays = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5)],
        };
        _socket = new ChannelSocket(new Uri("wss://host/socket"), options, _server);
        _socket.StateChanged += (_, change) =>
        {
            lock (_told)
            {
                _told.Add($"{change.State} {change.Reason}");
            }
        };
        _channels = [.. Topics.Select(topic => new Participant(_model, _socket, topic))];
    }

    /// <summary>Goes through a schedule; returns what went wrong, if anything did.</summary>
    public static string? Go(IReadOnlyList<Step> steps, PushBufferFullMode fullMode, TimeSpan patience)
    {
        var run = new ScheduleRun(fullMode, patience);
        int at = 0;
        try
        {
            for (; at < steps.Count; at++)
            {
                run.Take(steps[at]);
            }

            run.Finish();
            return null;
        }
        catch (ScheduleException e)
        {
            return $"at step {at}: {e.Message}";
        }
    }

    private void Take(Step step)
    {
        // Time never stands still, so that no two timers end at once.
        PassTime(1 + (step.C % 50_000));
        Participant channel = _channels[step.A % _channels.Length];
        switch (step.Kind)
        {
            case StepKind.Connect:
                Call(new ModelCall(++_lastId, step.Kind), _model.ConnectCalled, call => _socket.ConnectAsync(call.Cancellation.Token));
                break;
            case StepKind.Accept when _model.IsAttempting:
                _model.Accepted();
                _answered.AddRange(_unanswered.Where(static frame => frame.Topic != "phoenix"));
                _unanswered.Clear();
                _connection = _server.Accept();
                break;
            case StepKind.Refuse when _model.IsAttempting:
                _model.ConnectFailed();
                _server.Refuse();
                break;
            case StepKind.Drop when _model.IsConnected:
                _model.ConnectionEnded(SocketStateReason.ConnectionLost);
                _connection!.Drop();
                break;
            case StepKind.ServerClose when _model.IsConnected:
                _model.ConnectionEnded(SocketStateReason.ServerClosed);
                _connection!.Close(1000 + (step.A % 15));
                break;
            case StepKind.Silence when _model.IsConnected:
                _model.IsSilent = _connection!.IsSilent = true;
                break;
            case StepKind.Reply when _model.IsConnected && !_model.IsSilent && _unanswered.Count > 0:
                ModelFrame frame = _unanswered[step.A % _unanswered.Count];
                _ = _unanswered.Remove(frame);
                _answered.Add(frame);
                Answer(frame, step.B % 10);
                break;
            case StepKind.ReplyLate when _model.IsConnected && !_model.IsSilent && _answered.Count > 0:
                Answer(_answered[step.A % _answered.Count], step.B % 9);
                break;
            case StepKind.Event when _model.IsConnected && !_model.IsSilent:
                ServerSends(channel.Model.Topic, step.B, $"e{++_lastId}");
                break;
            case StepKind.Crash when _model.IsConnected && !_model.IsSilent:
                ServerSends(channel.Model.Topic, step.B, "phx_error");
                break;
            case StepKind.Close when _model.IsConnected && !_model.IsSilent:
                ServerSends(channel.Model.Topic, step.B, "phx_close");
                break;
            case StepKind.Push:
                long pushTimeout = Ticks(step.C);
                Call(
                    new ModelCall(++_lastId, step.Kind, channel.Model),
                    call => _model.Pushed(call, pushTimeout),
                    call => channel.Real.PushAsync(Ping, Payload(call), TimeSpan.FromTicks(pushTimeout), call.Cancellation.Token));
                break;
            case StepKind.Send:
                Call(
                    new ModelCall(++_lastId, step.Kind, channel.Model),
                    call => _model.Pushed(call, ModelClient.Timeout * TimeSpan.TicksPerMillisecond),
                    call => channel.Real.SendAsync(Ping, Payload(call), call.Cancellation.Token));
                break;
            case StepKind.Join:
                long joinTimeout = Ticks(step.C);
                Call(
                    new ModelCall(++_lastId, step.Kind, channel.Model),
                    call => channel.Model.JoinCalled(call, joinTimeout),
                    call => channel.Real.JoinAsync(Payload(call), TimeSpan.FromTicks(joinTimeout), call.Cancellation.Token));
                break;
            case StepKind.Leave:
                long leaveTimeout = Ticks(step.C);
                Call(
                    new ModelCall(++_lastId, step.Kind, channel.Model),
                    call => channel.Model.LeaveCalled(call, leaveTimeout),
                    call => channel.Real.LeaveAsync(TimeSpan.FromTicks(leaveTimeout), call.Cancellation.Token));
                break;
            case StepKind.Cancel when _calls.FindAll(static call => call.Kind != StepKind.DisposeSocket) is { Count: > 0 } waiting:
                ModelCall canceled = waiting[step.A % waiting.Count];
                _model.Cancel(canceled);
                canceled.Cancellation.Cancel();
                break;
            case StepKind.Disconnect:
                Call(new ModelCall(++_lastId, step.Kind), _model.DisconnectCalled, call => _socket.DisconnectAsync(call.Cancellation.Token));
                break;
            case StepKind.DisposeSocket:
                Call(new ModelCall(++_lastId, step.Kind), _model.DisposeCalled, _ => _socket.DisposeAsync().AsTask());
                break;
            case StepKind.DisposeChannel:
                DisposeChannel(step.A % _channels.Length);
                break;
            case StepKind.RunTimer when _model.Timers(_calls) is { Length: > 0 } timers:
                PassTime(timers[0] - _model.Now);
                break;
            case StepKind.PassTime:
                PassTime(Ticks(step.B) / 4);
                break;
        }

        Settle();
    }

    private static long Ticks(int number) => TimeSpan.TicksPerMillisecond + (number * 61L);

    private static ChannelPayload Payload(ModelCall call) => ChannelPayload.FromUncheckedJson(Encoding.UTF8.GetBytes(call.Payload));

    private void Call(ModelCall call, Action<ModelCall> expect, Func<ModelCall, Task> start)
    {
        expect(call);
        call.Task = start(call);
        _calls.Add(call);
        _allCalls.Add(call);
    }

    private void DisposeChannel(int index)
    {
        Participant channel = _channels[index];
        if (_model.State == SocketState.Closed)
        {
            return;
        }

        channel.Model.Dispose();
        Task disposed = channel.Real.DisposeAsync().AsTask();
        Settle();
        WaitFor(() => disposed.IsCompleted ? null : "the channel is not disposed");
        _ = _model.Channels.Remove(channel.Model);
        _channels[index] = new Participant(_model, _socket, channel.Model.Topic);
    }

    private void Answer(ModelFrame frame, int choice)
    {
        (string status, string response) = choice < 7 ? ("ok", $"{{\"r\":{++_lastId}}}") : choice < 9 ? ("error", """{"reason":"no"}""") : ("error", """{"reason":"unmatched topic"}""");
        _model.Answered(frame, status == "ok", $"{status} {response}", isUnmatched: choice >= 9);
        string joinRef = frame.Join is null ? "null" : $"\"{frame.Join.Ref}\"";
        _connection!.Send($$"""[{{joinRef}},"{{frame.Ref}}","{{frame.Topic}}","phx_reply",{"response":{{response}},"status":"{{status}}"}]""");
    }

    private void ServerSends(string topic, int choice, string name)
    {
        List<string> refs = _joinRefs[topic];
        string joinRef = choice % 8 == 0 || refs.Count == 0 ? "null" : choice % 8 < 3 ? refs[(choice / 8) % refs.Count] : refs[^1];
        _model.Joined.Find(channel => channel.Topic == topic)?.EventCame(joinRef, name);
        _connection!.Send($$"""[{{(joinRef == "null" ? joinRef : $"\"{joinRef}\"")}},null,"{{topic}}","{{name}}",{}]""");
    }

    // Timer by timer, each with all that follows from it.
    private void PassTime(long ticks)
    {
        long end = _model.Now + ticks;
        while (true)
        {
            long[] timers = _model.Timers(_calls);
            if (timers.Length == 0 || timers[0] > end)
            {
                break;
            }

            _model.Now = timers[0];
            _model.RunTimers(_calls);
            _clock.AdvanceTo(_model.Now);
            Settle();
        }

        _model.Now = end;
        _clock.AdvanceTo(end);
    }

    private void Finish()
    {
        Call(new ModelCall(++_lastId, StepKind.DisposeSocket), _model.DisposeCalled, _ => _socket.DisposeAsync().AsTask());
        Settle();
        PassTime(TimeSpan.TicksPerMinute);
        Settle();
        if (_calls.Count > 0)
        {
            throw new ScheduleException($"never ended: {string.Join(", ", _calls)}");
        }

        foreach (Participant channel in _channels)
        {
            channel.Model.Dispose();
            Task disposed = channel.Real.DisposeAsync().AsTask();
            WaitFor(() => disposed.IsCompleted ? null : "a channel is not disposed");
        }

        if (_clock.Running.Length > 0 || _socket.Engine.OpenCount > 0)
        {
            throw new ScheduleException($"{_clock.Running.Length} timers and {_socket.Engine.OpenCount} channels are left");
        }

        foreach (ModelCall call in _allCalls)
        {
            WaitFor(() => HasRegistrations(call.Cancellation) ? $"{call} is still registered with its token" : null);
            call.Cancellation.Dispose();
        }
    }

    // Nothing else tells; on a runtime without these fields the test fails.
    private static bool HasRegistrations(CancellationTokenSource source)
    {
        object? registrations = typeof(CancellationTokenSource).GetField("_registrations", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(source);
        return registrations?.GetType().GetField("Callbacks")!.GetValue(registrations) is not null;
    }

    private void Settle()
    {
        WaitFor(Difference);
        List<ModelFrame> heartbeats = _unanswered.FindAll(static frame => frame.Topic == "phoenix");
        foreach (ModelFrame heartbeat in heartbeats)
        {
            _ = _unanswered.Remove(heartbeat);
            if (_model.IsConnected && !_model.IsSilent)
            {
                Answer(heartbeat, 0);
                WaitFor(Difference);
            }
        }
    }

    private void WaitFor(Func<string?> difference)
    {
        long start = 0;
        var spin = default(SpinWait);
        while (difference() is { } what)
        {
            start = start == 0 ? TimeProvider.System.GetTimestamp() : start;
            if (TimeProvider.System.GetElapsedTime(start) > _patience)
            {
                throw new ScheduleException(what);
            }

            spin.SpinOnce(sleep1Threshold: -1);
        }
    }

    private string? Difference()
    {
        ReadFrames();
        return _model.Frames.Count > 0 ? $"not sent: {_model.Frames[0]}"
            : _socket.State != _model.State ? $"the socket is {_socket.State} and not {_model.State}"
            : _server.Attempts != (_model.IsAttempting ? 1 : 0) ? $"{_server.Attempts} attempts to connect"
            : _model.IsConnected && !_connection!.IsRead ? "the client does not read"
            : _server.Connections.RemoveAll(static connection => connection.IsAborted) < 0 || _server.Connections.Count != _model.Closing.Count + (_model.IsConnected ? 1 : 0)
                ? $"{_server.Connections.Count} connections, and {_model.Closing.Count} that close"
            : DifferenceOfCalls() ?? DifferenceOfTold() ?? DifferenceOfChannels() ?? DifferenceOfTables();
    }

    private void ReadFrames()
    {
        while (true)
        {
            string? text;
            lock (_server.Written)
            {
                if (!_server.Written.TryDequeue(out text))
                {
                    return;
                }
            }

            using JsonDocument json = JsonDocument.Parse(text);
            JsonElement sent = json.RootElement;
            string topic = sent[2].GetString()!; // A ref, a topic and an event are strings.
            string reference = sent[1].GetString()!;
            ModelFrame? frame = _model.Frames.Find(expected => expected.Topic == topic);
            if (frame is null || frame.Name != sent[3].GetString() || frame.Payload != sent[4].GetRawText())
            {
                throw new ScheduleException($"sent {text} instead of {frame}");
            }

            if (frame.Name == "phx_join")
            {
                frame.Join!.Ref = reference;
                _joinRefs[topic].Add(reference);
            }

            long number = long.Parse(reference, System.Globalization.CultureInfo.InvariantCulture);
            if (sent[0].GetString() != frame.Join?.Ref || number <= _lastRef)
            {
                throw new ScheduleException($"sent {text} after ref {_lastRef} instead of {frame}");
            }

            _lastRef = number;
            frame.Ref = reference;
            _ = _model.Frames.Remove(frame);
            _unanswered.Add(frame);
        }
    }

    private string? DifferenceOfCalls()
    {
        for (int i = _calls.Count - 1; i >= 0; i--)
        {
            ModelCall call = _calls[i];
            string? outcome = Outcome(call);
            if (outcome != call.Outcome)
            {
                return $"{call} ended with '{outcome}' and not '{call.Outcome}'";
            }

            if (outcome is not null)
            {
                _calls.RemoveAt(i);
            }
        }

        return null;
    }

    private static string? Outcome(ModelCall call) => call.Task.Status switch
    {
        TaskStatus.Canceled => "canceled",
        TaskStatus.Faulted => call.Task.Exception!.InnerException switch
        {
            ChannelException e => e.Reason.ToString(),
            OperationCanceledException => "canceled",
            Exception e => e.GetType().Name,
            _ => "",
        },
        TaskStatus.RanToCompletion => call.Kind switch
        {
            StepKind.Connect => "connected",
            StepKind.Disconnect or StepKind.DisposeSocket => "closed",
            StepKind.Leave => "left",
            StepKind.Send => "sent",
            _ => ((Task<ReplyFrame>)call.Task).Result is var reply ? $"{reply.Status} {Encoding.UTF8.GetString(reply.Response.Span)}" : "",
        },
        _ => null,
    };

    private string? DifferenceOfTold()
    {
        lock (_told)
        {
            for (; _toldAgreed < Math.Min(_told.Count, _model.Told.Count); _toldAgreed++)
            {
                if (_told[_toldAgreed] != _model.Told[_toldAgreed])
                {
                    throw new ScheduleException($"the socket told '{_told[_toldAgreed]}' instead of '{_model.Told[_toldAgreed]}'");
                }
            }

            return _told.Count == _model.Told.Count ? null : $"the socket told {string.Join(", ", _told.Skip(_toldAgreed))} and not {string.Join(", ", _model.Told.Skip(_toldAgreed))}";
        }
    }

    private string? DifferenceOfChannels()
    {
        foreach (Participant channel in _channels)
        {
            if (channel.Difference() is { } difference)
            {
                return difference;
            }
        }

        return null;
    }

    private string? DifferenceOfTables()
    {
        long[] timers = _model.Timers(_calls);
        long[] running = _clock.Running;
        if (!timers.AsSpan().SequenceEqual(running))
        {
            return $"at {_model.Now} timers run until {string.Join(", ", running)} and not {string.Join(", ", timers)}";
        }

        (int joined, int pending, int slots) = _socket.Engine.Counts;
        return joined != _model.Joined.Count ? $"{joined} topics are taken and not {_model.Joined.Count}"
            : pending != _model.PendingCount ? $"{pending} replies are waited for and not {_model.PendingCount}"
            : slots != _model.SlotCount ? $"{slots} pushes hold or wait for a place and not {_model.SlotCount}"
            : null;
    }
}
