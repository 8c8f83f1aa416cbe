namespace Channels.Typed.Client.Tests.Model;

/// <summary>
/// What a socket must do, by the state tables of the client's READMEs: its state, the frames that it sends, the results of calls, and which
/// timers run. This file has what the application calls; the other file has what the server and the clock cause.
/// </summary>
internal sealed partial class ModelClient(ScheduleKind kind)
{
    public const int ConnectTimeout = 5000;
    public const int HeartbeatInterval = 7000;
    public const int HeartbeatTimeout = 3000;
    public const int Timeout = 4000;
    public const int LongPollTimeout = 20000;
    private const int CloseTimeout = 2000;
    private static readonly int[] Delays = [10, 50, 100, 500];

    private ModelPushes? _pushes;
    private ModelWriter? _writer;
    private int _tries;
    private ModelPending? _heartbeat;
    private bool _hasReceived;

    public static IReadOnlyList<int> ReconnectDelays => Delays;

    public long Now { get; set; }

    public SocketState State { get; private set; }

    public bool IsConnected { get; private set; }

    /// <summary>Gets a value indicating whether an attempt to connect is under way.</summary>
    public bool IsAttempting => AttemptDue != long.MaxValue;

    public bool IsSilent { get; set; }

    /// <summary>Gets a value indicating whether messages of the server arrive.</summary>
    public bool IsReachable => IsConnected && !IsSilent;

    public List<ModelChannel> Channels { get; } = [];

    /// <summary>Gets the channels that own their topics.</summary>
    public List<ModelChannel> Joined { get; } = [];

    public List<ModelCall> Connects { get; } = [];

    public List<ModelCall> Disconnects { get; } = [];

    public List<string> Notifications { get; } = [];

    /// <summary>Gets the frames that the client must send and that have not arrived yet.</summary>
    public List<ModelFrame> Frames { get; } = [];

    /// <summary>Gets the times until which closed connections wait for the close frame of the server.</summary>
    public List<long> Closing { get; } = [];

    /// <summary>Gets how many frames wait for a reply.</summary>
    public int PendingCount =>
        Pushes.SentCount
        + Channels.Count(static c => c.Attempt is not null)
        + Channels.Count(static c => c.Leave is { IsOver: false })
        + (_heartbeat is { IsOver: false } ? 1 : 0);

    public ModelPushes Pushes => _pushes ??= new ModelPushes(this, kind.FullMode);

    public ModelWriter Writer => _writer ??= new ModelWriter(this);

    public long AttemptDue { get; private set; } = long.MaxValue;

    public long WaitDue { get; private set; } = long.MaxValue;

    public long HeartbeatDue { get; private set; } = long.MaxValue;

    /// <summary>Gets when the current long-polling request times out.</summary>
    public long RequestDue { get; private set; } = long.MaxValue;

    /// <summary>Returns when the running timers are due, the earliest first.</summary>
    public long[] Timers(IEnumerable<ModelCall> calls)
    {
        IEnumerable<long> all = [AttemptDue, WaitDue, HeartbeatDue, RequestDue, .. Closing];
        IEnumerable<long> ofChannels = Channels.SelectMany(static c => new[]
        {
            c.Attempt?.Due ?? long.MaxValue,
            c.CallDue,
            c.RejoinDue,
            c.Leave is { IsOver: false } leave ? leave.Due : long.MaxValue,
        });
        all = all.Concat(ofChannels).Concat(calls.Select(static call => call.Due));
        return [.. all.Where(static due => due != long.MaxValue).Order()];
    }

    public void EnsureConnecting()
    {
        if (State == SocketState.Disconnected)
        {
            _tries = 0;
            StartAttempt();
            Set(SocketState.Connecting, SocketStateReason.Requested);
        }
    }

    public void ConnectCalled(ModelCall call)
    {
        if (State == SocketState.Closed)
        {
            call.End(nameof(ObjectDisposedException));
            return;
        }

        EnsureConnecting();
        if (State == SocketState.Connected)
        {
            call.End("connected");
            return;
        }

        Connects.Add(call);
    }

    public void DisconnectCalled(ModelCall call)
    {
        if (State is not (SocketState.Disconnected or SocketState.Closed))
        {
            StopConnecting(SocketState.Disconnected, SocketStateReason.Requested, "Disconnected");
        }

        call.WaitsUntil = Closing.Count == 0 ? 0 : Closing[^1];
        Disconnects.Add(call);
        CompleteDisconnects();
    }

    public void DisposeCalled(ModelCall call)
    {
        if (State != SocketState.Closed)
        {
            LeaveChannels();
            foreach (ModelChannel channel in Channels.Where(static channel => channel.IsOpen).ToArray())
            {
                channel.End(ChannelStateReason.Disposed);
            }

            StopConnecting(SocketState.Closed, SocketStateReason.Disposed, nameof(ObjectDisposedException));
        }

        call.WaitsUntil = Closing.Count == 0 ? 0 : Closing[^1];
        Disconnects.Add(call);
        CompleteDisconnects();
    }

    public bool CanSend(ModelCall call) => !(call.IsBinary && kind.Version == ProtocolVersion.V1);

    public void Cancel(ModelCall call)
    {
        switch (call.Kind)
        {
            case StepKind.Connect:
                call.End("canceled");
                _ = Connects.Remove(call);
                StopConnectingIfUnneeded();
                break;
            case StepKind.Join:
                call.Channel!.Cancel(call);
                break;
            case StepKind.Push or StepKind.Send:
                Pushes.Fail(call, "canceled");
                break;
            default:
                call.End("canceled");
                break;
        }
    }

    /// <summary>Ends the first attempts to connect if no call needs a connection any more.</summary>
    public void StopConnectingIfUnneeded()
    {
        if (Connects.Count == 0 && State == SocketState.Connecting && Joined.Count == 0)
        {
            StopConnecting(SocketState.Disconnected, SocketStateReason.Requested, "");
        }
    }

    public void Send(ModelFrame frame) => Writer.Add(frame);

    private static long Ticks(int milliseconds) => milliseconds * TimeSpan.TicksPerMillisecond;

    private void StartAttempt()
    {
        WaitDue = long.MaxValue;
        AttemptDue = Now + Ticks(ConnectTimeout);
        StartRequestTimer();
    }

    private void StartRequestTimer() => RequestDue = kind.IsPolling ? Now + Ticks(LongPollTimeout) : long.MaxValue;

    private void WaitForNext()
    {
        WaitDue = Now + Ticks(Delays[_tries]);
        _tries = Math.Min(_tries + 1, Delays.Length - 1);
    }

    private void StopConnecting(SocketState state, SocketStateReason reason, string outcome)
    {
        if (IsConnected && IsSilent && !kind.IsPolling)
        {
            Closing.Add(Now + Ticks(CloseTimeout));
        }

        LeaveChannels();
        (AttemptDue, WaitDue) = (long.MaxValue, long.MaxValue);
        Detach(isRequested: true);
        Set(state, reason);
        Connects.ForEach(call => call.End(outcome));
        Connects.Clear();
    }

    // Long polling has no close, so each channel sends phx_leave.
    private void LeaveChannels()
    {
        if (kind.IsPolling)
        {
            Joined.ForEach(static channel => channel.SendLeaveIfOnServer());
        }
    }

    private void CompleteDisconnects()
    {
        long first = Closing.Count == 0 ? long.MaxValue : Closing[0];
        Disconnects.FindAll(call => call.WaitsUntil < first).ForEach(static call => call.End("closed"));
        _ = Disconnects.RemoveAll(call => call.WaitsUntil < first);
    }

    private void Detach(bool isRequested)
    {
        IsConnected = false;
        (HeartbeatDue, RequestDue) = (long.MaxValue, long.MaxValue);
        _heartbeat = null;
        Pushes.FailSent(null, "Disconnected");
        foreach (ModelChannel channel in Joined.ToArray())
        {
            channel.OnDisconnected(isRequested);
        }
    }

    private void Set(SocketState state, SocketStateReason reason)
    {
        State = state;
        Notifications.Add($"{state} {reason}");
    }
}
