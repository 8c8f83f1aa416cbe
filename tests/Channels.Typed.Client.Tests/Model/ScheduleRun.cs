using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text;
using Channels.Typed.Client.Tests.Fixture;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Tests.Model;

/// <summary>Runs a schedule on a client and on the model, and compares them after each step.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Finish disposes the socket as the last step.")]
internal sealed class ScheduleRun
{
    private static readonly string[] Topics = ["room:a", "room:a", "room:b", "room:c"];
    private static readonly EventName Ping = new("ping");

    private readonly TimeSpan _patience;
    private readonly CountingClock _clock = new();
    private readonly ModelClient _model;
    private readonly ChannelSocket _socket;
    private readonly ServerScript _script;
    private readonly Comparison _comparison;
    private readonly ChannelPair[] _channels;
    private readonly List<ModelCall> _calls = [];
    private readonly List<ModelCall> _allCalls = [];
    private int _lastId;

    private ScheduleRun(ScheduleKind kind, TimeSpan patience)
    {
        _patience = patience;
        _model = new ModelClient(kind);
        var wire = new ModelWire(kind.Version);
        var server = new ModelServer(wire);
        var options = new ChannelSocketOptions
        {
            TimeProvider = _clock,
            Jitter = 0,
            PushBufferFullMode = kind.FullMode,
            ProtocolVersion = kind.Version,
            Transport = SocketTransport.LongPolling, // If a transport factory is given, it is used instead.
            HttpMessageHandlerFactory = () => new ModelSession(server),
            LongPollTimeout = TimeSpan.FromMilliseconds(ModelClient.LongPollTimeout),
            MaxPendingPushes = ModelPushes.MaxPending,
            Timeout = TimeSpan.FromMilliseconds(ModelClient.Timeout),
            ConnectTimeout = TimeSpan.FromMilliseconds(ModelClient.ConnectTimeout),
            HeartbeatInterval = TimeSpan.FromMilliseconds(ModelClient.HeartbeatInterval),
            HeartbeatTimeout = TimeSpan.FromMilliseconds(ModelClient.HeartbeatTimeout),
            ReconnectDelays = [.. ModelClient.ReconnectDelays.Select(static delay => TimeSpan.FromMilliseconds(delay))],
            RejoinDelays = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5)],
        };
        _socket = new ChannelSocket(new Uri("wss://host/socket"), options, kind.IsPolling ? null : server);
        _script = new ServerScript(_model, server, wire, kind.IsPolling);
        _comparison = new Comparison(_model, _socket, server, _script, _clock);
        _channels = [.. Topics.Select(topic => new ChannelPair(_model, _socket, topic))];
    }

    /// <summary>Runs a schedule. Returns the failure, or <see langword="null"/>.</summary>
    public static string? Run(IReadOnlyList<Step> steps, ScheduleKind kind, TimeSpan patience)
    {
        var run = new ScheduleRun(kind, patience);
        int at = 0;
        try
        {
            for (; at < steps.Count; at++)
            {
                run.Execute(steps[at]);
            }

            run.Finish();
            return null;
        }
        catch (ScheduleException e)
        {
            return $"at step {at}: {e.Message}";
        }
    }

    private void Execute(Step step)
    {
        // Time passes with every step, so no two timers are due at the same time.
        PassTime(1 + (step.C % 50_000));
        ChannelPair channel = _channels[step.A % _channels.Length];
        if (step.Kind is StepKind.Disconnect or StepKind.DisposeSocket or StepKind.ServerClose)
        {
            Release();
        }

        switch (step.Kind)
        {
            case StepKind.Connect:
                Call(new ModelCall(++_lastId, step.Kind), _model.ConnectCalled, call => _socket.ConnectAsync(call.Token));
                break;
            case StepKind.Push:
                long pushTimeout = Ticks(step.C);
                Call(
                    Push(step, channel.Model),
                    call => _model.Pushes.PushCalled(call, pushTimeout),
                    call => channel.Real.PushAsync(Ping, Payload(call), TimeSpan.FromTicks(pushTimeout), call.Token));
                break;
            case StepKind.Send:
                Call(
                    Push(step, channel.Model),
                    call => _model.Pushes.PushCalled(call, ModelClient.Timeout * TimeSpan.TicksPerMillisecond),
                    call => channel.Real.SendAsync(Ping, Payload(call), call.Token));
                break;
            case StepKind.Join:
                long joinTimeout = Ticks(step.C);
                Call(
                    new ModelCall(++_lastId, step.Kind, channel.Model)
                    {
                        IsBinary = step.B % 8 == 0,
                        FailsEveryNth = step.B % 8 == 1 ? 1 + (step.C % 2) : 0,
                    },
                    call => channel.Model.JoinCalled(call, joinTimeout),
                    call => step.B % 8 is > 0 and < 4
                        ? channel.Real.JoinAsync(PayloadFunction(call), TimeSpan.FromTicks(joinTimeout), call.Token)
                        : channel.Real.JoinAsync(Payload(call), TimeSpan.FromTicks(joinTimeout), call.Token));
                break;
            case StepKind.Leave:
                long leaveTimeout = Ticks(step.C);
                Call(
                    new ModelCall(++_lastId, step.Kind, channel.Model),
                    call => channel.Model.LeaveCalled(call, leaveTimeout),
                    call => channel.Real.LeaveAsync(TimeSpan.FromTicks(leaveTimeout), call.Token));
                break;
            case StepKind.Cancel when _calls.FindAll(static call => call.CanBeCanceled) is { Count: > 0 } waiting:
                ModelCall canceled = waiting[step.A % waiting.Count];
                _model.Cancel(canceled);
                canceled.Cancellation.Cancel();
                break;
            case StepKind.Disconnect:
                Call(new ModelCall(++_lastId, step.Kind), _model.DisconnectCalled, call => _socket.DisconnectAsync(call.Token));
                break;
            case StepKind.DisposeSocket:
                Call(
                    new ModelCall(++_lastId, step.Kind) { CanBeCanceled = false },
                    _model.DisposeCalled,
                    _ => _socket.DisposeAsync().AsTask());
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
            default:
                _script.Execute(step, channel.Model.Topic);
                break;
        }

        Settle();
    }

    private static long Ticks(int number) => TimeSpan.TicksPerMillisecond + (number * 61L);

    private static ChannelPayload Payload(ModelCall call)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(call.Payload);
        return call.IsBinary ? ChannelPayload.FromBytes(bytes) : ChannelPayload.FromUncheckedJson(bytes);
    }

    // The payload function of a join and its rejoins.
    private static Func<CancellationToken, ValueTask<ChannelPayload>> PayloadFunction(ModelCall call)
    {
        int times = 0;
        return _ => call.FailsOnAttempt(++times)
            ? ValueTask.FromException<ChannelPayload>(new IOException("no payload"))
            : new(Payload(call));
    }

    private ModelCall Push(Step step, ModelChannel channel) =>
        new(++_lastId, step.Kind, channel) { IsBinary = step.B % 4 == 0, CanBeCanceled = step.B % 3 != 0 };

    private void Call(ModelCall call, Action<ModelCall> expect, Func<ModelCall, Task> start)
    {
        expect(call);
        call.Task = start(call);
        _calls.Add(call);
        _allCalls.Add(call);
    }

    private void DisposeChannel(int index)
    {
        ChannelPair channel = _channels[index];
        if (_model.State == SocketState.Closed)
        {
            return;
        }

        channel.Model.Dispose();
        Task disposed = channel.Real.DisposeAsync().AsTask();
        Settle();
        WaitFor(() => disposed.IsCompleted ? null : "the channel is not disposed");
        _ = _model.Channels.Remove(channel.Model);
        _channels[index] = new ChannelPair(_model, _socket, channel.Model.Topic);
    }

    // Runs one timer after the other, each with all its effects.
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

            // Channels whose payload functions failed at the same time also rejoin at the same time.
            _model.Now = timers[0];
            foreach (long _ in timers.TakeWhile(due => due == _model.Now))
            {
                _model.RunTimers(_calls);
            }

            _clock.AdvanceTo(_model.Now);
            Settle();
        }

        _model.Now = end;
        _clock.AdvanceTo(end);
    }

    // Unblocks the network first. When a connection is closed, queued frames are still written, so they could arrive after the frames
    // of the next connection. The answer to a close frame of the server would wait up to 2 seconds; a test in Behaviour shows that.
    private void Release()
    {
        _script.Release();
        Settle();
    }

    private void Finish()
    {
        Release();
        Call(
            new ModelCall(++_lastId, StepKind.DisposeSocket) { CanBeCanceled = false },
            _model.DisposeCalled,
            _ => _socket.DisposeAsync().AsTask());
        Settle();
        PassTime(TimeSpan.TicksPerMinute);
        Settle();
        if (_calls.Count > 0)
        {
            throw new ScheduleException($"calls never completed: {string.Join(", ", _calls)}");
        }

        foreach (ChannelPair channel in _channels)
        {
            channel.Model.Dispose();
            Task disposed = channel.Real.DisposeAsync().AsTask();
            WaitFor(() => disposed.IsCompleted ? null : "a channel is not disposed");
        }

        if (_clock.Running.Length > 0 || _socket.Engine.OpenCount > 0)
        {
            throw new ScheduleException($"{_clock.Running.Length} timers and {_socket.Engine.OpenCount} channels are left over");
        }

        foreach (ModelCall call in _allCalls)
        {
            WaitFor(() => HasRegistrations(call.Cancellation) ? $"{call} is still registered with its token" : null);
            call.Cancellation.Dispose();
        }
    }

    // There is no public way to see this. On a runtime without these fields the test fails.
    private static bool HasRegistrations(CancellationTokenSource source)
    {
        FieldInfo field = typeof(CancellationTokenSource).GetField("_registrations", BindingFlags.Instance | BindingFlags.NonPublic)!;
        object? registrations = field.GetValue(source);
        return registrations?.GetType().GetField("Callbacks")!.GetValue(registrations) is not null;
    }

    private void Settle()
    {
        do
        {
            _model.Writer.Run();
            WaitFor(() => _comparison.Difference(_channels, _calls));
        }
        while (_script.AnswerHeartbeat());
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
}
