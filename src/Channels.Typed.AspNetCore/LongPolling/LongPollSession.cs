using System.Diagnostics.CodeAnalysis;
using System.Text.Unicode;
using Channels.Typed.AspNetCore.Channels;
using Channels.Typed.AspNetCore.Connections;
using Channels.Typed.AspNetCore.Handshake;
using Channels.Typed.AspNetCore.Observability;
using Channels.Typed.AspNetCore.Transports;
using Channels.Typed.AspNetCore.Versions;
using Channels.Typed.Protocol;
using Channels.Typed.PubSub;

namespace Channels.Typed.AspNetCore.LongPolling;

/// <summary>
/// One client between its requests (protocol section "Session semantics"): its connection, what waits for its next poll, and whose turn it is
/// to hand a message on. It lives on the server that made it; the others reach it through PubSub.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Requests may look at both to the end; without timer and handle they hold nothing.")]
internal sealed class LongPollSession : IConnectionTransport, ISession
{
    private readonly LongPollNode _node;
    private readonly LongPollOptions _options;
    private readonly ServerServices _services;
    private readonly Connection _connection;
    private readonly PollOutbox _outbox;
    private readonly SemaphoreSlim _turn = new(0); // Free once the session is open, so that its end finds all there is to end.
    private readonly CancellationTokenSource _ended = new();
    private readonly ConnectionObservation _observation;
    private Subscription? _remote;
    private long _lastPoll;
    private int _isOver;
    private CloseCode _closedWith; // Written by whoever ends the session, before anybody else looks.

    public LongPollSession(LongPollNode node, SocketMount mount, WireFormat format, SocketContext socket)
    {
        ServerServices services = mount.Services;
        _node = node;
        _options = mount.Options.LongPoll;
        _services = services;
        _outbox = new PollOutbox(_options.MaxBufferBytes, OnOverflow);
        _connection = new Connection(this, format, mount.Routes, socket, mount.Options, services);
        _observation = services.Telemetry.OnConnected(TelemetryTags.LongPoll);
        _lastPoll = services.Time.GetTimestamp();
    }

    public Guid Id { get; } = Guid.NewGuid();

    public Connection Connection => _connection;

    /// <summary>Those of the session's mount.</summary>
    public LongPollOptions Options => _options;

    public IOutbox Outbox => _outbox;

    /// <summary>Zero: a client of long polling may be silent as long as it polls, which <see cref="EndIfInactive"/> looks at.</summary>
    public TimeSpan IdleFor => TimeSpan.Zero;

    /// <summary>Zero: a request is the web server's until it is whole.</summary>
    public TimeSpan UnfinishedFor => TimeSpan.Zero;

    /// <summary>False: there is no handshake at the end. A session that is over has left the registry.</summary>
    public bool IsClosing => false;

    public bool IsOver => Volatile.Read(ref _isOver) != 0;

    /// <summary>Listens to what is for this session: disconnects of its socket, and requests that reached another server.</summary>
    public void Open()
    {
        _connection.Open();
        if (_services.PubSub.HasAdapter)
        {
            _remote = _services.PubSub.Subscribe(NodeMessage.TopicOf(Id), new SessionSubscriber(this, _services));
        }

        _turn.Release();
    }

    public void Close(CloseCode code) => End(code);

    public void Abort() => End(CloseCode.InternalError);

    public void EndIfInactive()
    {
        if (_services.Time.GetElapsedTime(Volatile.Read(ref _lastPoll)) > _options.InactivityTime)
        {
            End(CloseCode.ProtocolError);
        }
    }

    public async Task<PollAnswer> PollAsync(CancellationToken aborted)
    {
        long start = _services.Time.GetTimestamp();
        Volatile.Write(ref _lastPoll, start);
        while (true)
        {
            aborted.ThrowIfCancellationRequested();
            var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_outbox.TakeOrWait(waiter, out bool isClosed) is { } batch)
            {
                return new PollAnswer(PollStatus.Ok, batch.ToJson(), isDelivered => _outbox.Settle(batch, isDelivered));
            }

            if (isClosed)
            {
                return PollAnswer.Gone;
            }

            // What another poll takes first leaves this one with nothing: it waits on, for the rest of its window.
            TimeSpan left = _options.WindowTime - _services.Time.GetElapsedTime(start);
            try
            {
                await waiter.Task.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, _services.Time, aborted);
            }
            catch (TimeoutException)
            {
                return PollAnswer.NoContent;
            }
            finally
            {
                _outbox.StopWaiting(waiter);
            }
        }
    }

    public async Task<int> PostAsync(IReadOnlyList<PostEntry> entries)
    {
        if (IsOver)
        {
            return PollStatus.Gone;
        }

        foreach (PostEntry entry in entries)
        {
            int status = await AcceptAsync(entry);
            if (status != PollStatus.Ok)
            {
                return status;
            }
        }

        return PollStatus.Ok;
    }

    // Each message has a window of its own for its turn and for room in its channel's mailbox.
    private async Task<int> AcceptAsync(PostEntry entry)
    {
        using var window = new CancellationTokenSource(_options.WindowTime, _services.Time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(window.Token, _ended.Token);
        try
        {
            await _turn.WaitAsync(limit.Token);
            try
            {
                if (!IsOver && TryReceive(entry, out Task? wait))
                {
                    await (wait ?? Task.CompletedTask).WaitAsync(limit.Token);
                    return PollStatus.Ok;
                }
            }
            finally
            {
                _turn.Release();
            }
        }
        catch (OperationCanceledException)
        {
            // Not acknowledged: too late, or the session has ended meanwhile.
        }

        return PollStatus.Timeout;
    }

    /// <summary>Hands a message on; what is no message of the protocol ends the session.</summary>
    private bool TryReceive(PostEntry entry, out Task? wait)
    {
        wait = null;
        try
        {
            if (entry.IsBinary || Utf8.IsValid(entry.Bytes.Span))
            {
                Task? received = null;
                ExecutionContext.Run(_node.Context, _ => received = _connection.Receive(entry.Bytes.Span, entry.IsBinary), null);
                wait = received;
                return true;
            }

            _services.Telemetry.OnMalformedFrame();
        }
        catch (ProtocolException)
        {
            // Nobody knows what the client meant, so it begins again.
        }
        catch (Exception e)
        {
            Log.ConnectionFailed(_services.Logger, e);
        }

        End(CloseCode.InternalError);
        return false;
    }

    private void OnOverflow(int waitingBytes)
    {
        if (End(CloseCode.PolicyViolation))
        {
            _services.Telemetry.OnSlowConsumer(waitingBytes);
        }
    }

    /// <summary>Ends the session from wherever it is noticed; what it leads to runs on the pool.</summary>
    /// <param name="code">What a WebSocket would be closed with; nobody but the telemetry sees it.</param>
    /// <returns>Whether this call was the first.</returns>
    private bool End(CloseCode code)
    {
        if (Interlocked.Exchange(ref _isOver, 1) != 0)
        {
            return false;
        }

        _closedWith = code;
        _outbox.Close();
        ExecutionContext.Run(_node.Context, _ => _node.OnEnding(this, Task.Run(FinishAsync)), null);
        return true;
    }

    private async Task FinishAsync()
    {
        try
        {
            await _ended.CancelAsync();

            // The table of channels belongs to whoever has the turn.
            await _turn.WaitAsync();
            _remote?.Dispose();
            await _connection.CloseAsync();
            _observation.Close(_closedWith);
        }
        catch (Exception e)
        {
            Log.ConnectionFailed(_services.Logger, e);
        }
    }
}
