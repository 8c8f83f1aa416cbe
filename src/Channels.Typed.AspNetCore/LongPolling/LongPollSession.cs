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
/// The session of one client between its requests (protocol section "Session semantics"): its connection, the frames for its next poll,
/// and the lock under which messages are passed to the connection. It lives on the server that created it. Other servers reach it through
/// PubSub.
/// </summary>
[SuppressMessage(
    "Design", "CA1001", Justification = "Requests may use both fields until the end; without timer and handle they hold no resource.")]
internal sealed class LongPollSession : IConnectionTransport, ILongPollSession
{
    private readonly LongPollNode _node;
    private readonly LongPollOptions _options;
    private readonly ServerServices _services;
    private readonly Connection _connection;
    private readonly PollOutbox _outbox;

    // Held while a message is passed to the connection, and while the session ends: the connection's table of channels has no lock. It is
    // released for the first time when the session is open, so that an end before that waits until there is something to close.
    private readonly SemaphoreSlim _receiveLock = new(0);
    private readonly CancellationTokenSource _ended = new();
    private readonly ConnectionObservation _observation;
    private Subscription? _remote;
    private long _lastPoll;
    private int _hasEnded;
    private CloseCode _closedWith; // Written before FinishAsync is started, which reads it.

    public LongPollSession(LongPollNode node, SocketMount mount, WireFormat format, SocketContext socket)
    {
        ServerServices services = mount.Services;
        _node = node;
        _options = mount.Options.LongPoll;
        _services = services;
        _outbox = new PollOutbox(_options.MaxBufferBytes, _options.HighWaterBytes, OnOutboxFull);
        _connection = new Connection(this, format, mount.Routes, socket, mount.Options, services);
        _observation = services.Telemetry.OnConnected(TelemetryTags.LongPoll, socket.Logger);
        _lastPoll = services.Time.GetTimestamp();
    }

    public Guid Id { get; } = Guid.NewGuid();

    public Connection Connection => _connection;

    /// <summary>Gets the options of the session's mount.</summary>
    public LongPollOptions Options => _options;

    public IOutbox Outbox => _outbox;

    /// <summary>Gets zero: a client may send nothing as long as it polls. <see cref="EndIfInactive"/> checks that it polls.</summary>
    public TimeSpan IdleFor => TimeSpan.Zero;

    /// <summary>Gets zero: the web server handles unfinished requests.</summary>
    public TimeSpan UnfinishedFor => TimeSpan.Zero;

    /// <summary>Has no effect: each poll has its own connection. <see cref="EndIfInactive"/> checks that the client polls.</summary>
    public void AbortIfStalled(TimeSpan limit)
    {
    }

    /// <summary>Gets false: there is no closing handshake. A session that has ended is not in the registry any more.</summary>
    public bool IsClosing => false;

    public bool HasEnded => Volatile.Read(ref _hasEnded) != 0;

    /// <summary>Subscribes to disconnects of the socket and to calls from other servers. Called once, before the first request.</summary>
    public void Open()
    {
        _connection.Open();
        if (_services.PubSub.HasAdapter)
        {
            _remote = _services.PubSub.Subscribe(NodeMessage.TopicOf(Id), new SessionSubscriber(this, _services));
        }

        _receiveLock.Release();
    }

    public void Close(CloseCode code) => End(code);

    public void Abort() => End(CloseCode.InternalError);

    /// <summary>Ends the session if the client has not polled for too long. POSTs do not count.</summary>
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

            // If another poll takes the messages first, this one waits for the rest of its window.
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
        if (HasEnded)
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

    // The window limits the wait for the lock, for room in the outbox and in the mailbox. Each message has its own window.
    private async Task<int> AcceptAsync(PostEntry entry)
    {
        using var window = new CancellationTokenSource(_options.WindowTime, _services.Time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(window.Token, _ended.Token);
        try
        {
            await _receiveLock.WaitAsync(limit.Token);
            try
            {
                if (_outbox.WaitForRoom() is { } room)
                {
                    await room.WaitAsync(limit.Token);
                }

                if (!HasEnded && TryReceive(entry, out Task? wait))
                {
                    await (wait ?? Task.CompletedTask).WaitAsync(limit.Token);
                    return PollStatus.Ok;
                }
            }
            finally
            {
                _receiveLock.Release();
            }
        }
        catch (OperationCanceledException)
        {
            // The window has passed, or the session has ended. The message is not acknowledged.
        }

        return PollStatus.Timeout;
    }

    /// <summary>Passes a message to the connection. If it is not a message of the protocol, ends the session.</summary>
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

            _services.Telemetry.OnMalformedFrame(_connection.Socket.Logger);
        }
        catch (ProtocolException)
        {
            // The end of the session makes the client start a new one.
        }
        catch (Exception e)
        {
            Log.ConnectionFailed(_connection.Socket.Logger, e);
        }

        End(CloseCode.InternalError);
        return false;
    }

    private void OnOutboxFull(int waitingBytes)
    {
        if (End(CloseCode.PolicyViolation))
        {
            _services.Telemetry.OnSlowConsumer(_connection.Socket.Logger, waitingBytes);
        }
    }

    /// <summary>Ends the session. May be called from any thread and several times. The channels are ended on the thread pool.</summary>
    /// <param name="code">The code that a WebSocket would be closed with. It is used in telemetry only.</param>
    /// <returns>Whether this was the first call.</returns>
    private bool End(CloseCode code)
    {
        if (Interlocked.Exchange(ref _hasEnded, 1) != 0)
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

            // No message may be received while the connection ends its channels. The lock is never released again.
            await _receiveLock.WaitAsync();
            _remote?.Dispose();
            await _connection.CloseAsync();
            _observation.Close(_closedWith);
        }
        catch (Exception e)
        {
            Log.ConnectionFailed(_connection.Socket.Logger, e);
        }
    }
}
