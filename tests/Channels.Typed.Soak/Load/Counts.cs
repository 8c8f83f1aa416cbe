namespace Channels.Typed.Soak.Load;

/// <summary>Counters of all clients. Thread-safe.</summary>
internal sealed class Counts
{
    private int _connected;
    private long _messages;
    private long _sessions;
    private long _aborted;
    private long _garbage;
    private long _refused;
    private long _polls;
    private long _hung;
    private long _slow;
    private long _failures;

    public int Connected => Volatile.Read(ref _connected);

    public long Messages => Interlocked.Read(ref _messages);

    public long Failures => Interlocked.Read(ref _failures);

    public void OnConnected() => Interlocked.Increment(ref _connected);

    public void OnDisconnected() => Interlocked.Decrement(ref _connected);

    public void OnMessage() => Interlocked.Increment(ref _messages);

    public void OnSession() => Interlocked.Increment(ref _sessions);

    public void OnAborted() => Interlocked.Increment(ref _aborted);

    public void OnGarbage(int frames) => Interlocked.Add(ref _garbage, frames);

    public void OnRefused() => Interlocked.Increment(ref _refused);

    public void OnPoll() => Interlocked.Increment(ref _polls);

    public void OnHung() => Interlocked.Increment(ref _hung);

    public void OnSlow() => Interlocked.Increment(ref _slow);

    public void OnFailure() => Interlocked.Increment(ref _failures);

    public override string ToString() =>
        $"{_sessions} sessions ({_aborted} aborted, {_garbage} garbage frames, {_refused} refused joins and connects, {_polls} polls, {_hung} hung handlers, {_slow} slow links), {_messages} messages, {_failures} failures";
}
