using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Channels.Typed.PubSub;

namespace Channels.Typed.AspNetCore.Transports;

/// <summary>
/// One WebSocket from its upgrade to its end: reads messages, passes them to the receiver, and performs the closing handshake.
/// </summary>
internal sealed class WebSocketTransport : IConnectionTransport
{
    private readonly PipeReader _input;
    private readonly FrameSink _sink;
    private readonly bool _isCompressed;
    private readonly int _maxMessageBytes;
    private readonly TimeProvider _time;
    private readonly StallWatch _stall;
    private readonly CancellationToken _lost;
    private long _lastReceived; // After the server's close frame: the time of that frame.
    private long _messageStarted; // The time at which the client started its unfinished message; 0 if there is none.
    private volatile bool _isReadingPaused; // Because the mailbox of a channel is full, or the outbox has no room.
    private volatile TaskCompletionSource? _pauseEnds; // Completed when the connection closes or is lost while reading is paused.
    private volatile bool _isAborted;
    private int _sentCloseCode; // 0 until the server closes.
    private volatile bool _hasEnded; // Written under a lock on _sink.

    /// <summary>Creates a transport.</summary>
    /// <param name="input">The bytes of the client.</param>
    /// <param name="sink">The place where frames are written.</param>
    /// <param name="limits">The limits of the connection.</param>
    /// <param name="time">The clock.</param>
    /// <param name="onOutboxFull">Called once when the outbox is full, with the number of bytes.</param>
    /// <param name="isCompressed">Whether compression was negotiated.</param>
    /// <param name="lost">Canceled by the HTTP server when the client has gone or the connection was aborted.</param>
    public WebSocketTransport(
        PipeReader input,
        FrameSink sink,
        TransportLimits limits,
        TimeProvider time,
        Action<int> onOutboxFull,
        bool isCompressed = false,
        CancellationToken lost = default)
    {
        _input = input;
        _sink = sink;
        _isCompressed = isCompressed;
        _maxMessageBytes = limits.MaxMessageBytes;
        _time = time;
        _lost = lost;
        _lastReceived = time.GetTimestamp();
        Outbox = new Outbox(sink, limits.Outbox, onOutboxFull, isCompressed);
        _stall = new StallWatch(Outbox, time);
    }

    public Outbox Outbox { get; }

    IOutbox IConnectionTransport.Outbox => Outbox;

    /// <inheritdoc/>
    /// <remarks>
    /// While the server has paused reading, the client does not count as idle. After the server has sent its close frame this exemption
    /// ends, so a stuck handler cannot keep the connection open.
    /// </remarks>
    public TimeSpan IdleFor => _isReadingPaused && !IsClosing ? TimeSpan.Zero : _time.GetElapsedTime(Volatile.Read(ref _lastReceived));

    public TimeSpan UnfinishedFor =>
        Volatile.Read(ref _messageStarted) is not 0 and var started ? _time.GetElapsedTime(started) : TimeSpan.Zero;

    /// <inheritdoc/>
    /// <remarks>The lock is not the one of the outbox, because a write that blocks may hold that.</remarks>
    public void Abort()
    {
        lock (_sink)
        {
            if (!_hasEnded)
            {
                _isAborted = true;
                _sink.Abort();
            }
        }

        _pauseEnds?.TrySetResult();
    }

    /// <summary>
    /// Makes <see cref="Abort"/> and <see cref="Close"/> have no effect. Called when the session has ended, before its request ends: the
    /// HTTP server may reuse the request's context for another client.
    /// </summary>
    public void End()
    {
        lock (_sink)
        {
            _hasEnded = true;
        }
    }

    /// <inheritdoc/>
    /// <remarks>The receive loop then waits for the client's close frame.</remarks>
    public void Close(CloseCode code)
    {
        if (_hasEnded || Interlocked.CompareExchange(ref _sentCloseCode, (int)code, 0) != 0)
        {
            return;
        }

        // From now on IdleFor measures the time since the close frame. The sweep uses it to abort a connection whose client does not
        // answer.
        Volatile.Write(ref _lastReceived, _time.GetTimestamp());
        Span<byte> frame = stackalloc byte[4];
        WebSocketHeader.Write(frame, WebSocketHeader.Close, 2);
        BinaryPrimitives.WriteUInt16BigEndian(frame[2..], (ushort)code);
        Outbox.SendLast(frame);
        _pauseEnds?.TrySetResult();
    }

    /// <inheritdoc/>
    public void AbortIfStalled(TimeSpan limit)
    {
        if (!_hasEnded && _stall.Look() > limit)
        {
            Outbox.AbortStalled();
        }
    }

    /// <summary>Gets the code that the server closed the connection with; null while it is open, or if it was lost.</summary>
    public CloseCode? ClosedWith => Volatile.Read(ref _sentCloseCode) is not 0 and var code ? (CloseCode)code : null;

    /// <inheritdoc/>
    public bool IsClosing => Volatile.Read(ref _sentCloseCode) != 0;

    private bool IsLost => _isAborted || _lost.IsCancellationRequested;

    /// <summary>Runs the receive loop until the client has closed or the connection is lost.</summary>
    /// <param name="receiver">Receives the messages.</param>
    /// <returns>A task that completes when the connection has ended and no write is in progress.</returns>
    public async Task RunAsync(IMessageReceiver receiver)
    {
        var frames = new WebSocketReceiver(receiver, Outbox, _maxMessageBytes, _isCompressed);
        try
        {
            while (!frames.IsClosedByClient)
            {
                ReadResult result = await _input.ReadAsync();
                _sink.OnFirstBytes();
                ReadOnlySequence<byte> buffer = result.Buffer;
                if (IsClosing)
                {
                    frames.Drain(ref buffer);
                }
                else
                {
                    long now = _time.GetTimestamp();
                    OnReceived(now);
                    long completed = frames.CompletedCount;
                    Task? wait = ConsumeBatch(frames, ref buffer);
                    while (wait is not null)
                    {
                        await PauseReadingAsync(wait);
                        now = _time.GetTimestamp();
                        if (!wait.IsCompleted && IsLost)
                        {
                            return;
                        }

                        if (IsClosing)
                        {
                            frames.Drain(ref buffer);
                            break;
                        }

                        wait = ConsumeBatch(frames, ref buffer);
                    }

                    if (buffer.IsEmpty && !frames.IsWithinMessage)
                    {
                        Volatile.Write(ref _messageStarted, 0);
                    }
                    else if (_messageStarted == 0 || frames.CompletedCount != completed)
                    {
                        Volatile.Write(ref _messageStarted, now);
                    }
                }

                _input.AdvanceTo(buffer.Start, buffer.End);
                if (result.IsCompleted || result.IsCanceled)
                {
                    break;
                }
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The connection was lost or aborted.
        }
        finally
        {
            await Outbox.CloseAsync();
        }
    }

    /// <summary>
    /// Waits until the receiver is ready for the next message, or until the connection is closed, aborted or lost. The receiver may wait
    /// for a handler that never ends.
    /// </summary>
    private async Task PauseReadingAsync(Task ready)
    {
        // The server is slow here and not the client, so neither timeout runs.
        Volatile.Write(ref _messageStarted, 0);
        var pauseEnds = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _pauseEnds = pauseEnds;
        _isReadingPaused = true;
        Interlocked.MemoryBarrier(); // Close and Abort set their state before they read _pauseEnds.
        using (_lost.UnsafeRegister(static ends => ((TaskCompletionSource)ends!).TrySetResult(), pauseEnds))
        {
            if (!IsClosing && !IsLost)
            {
                await Task.WhenAny(ready, pauseEnds.Task);
            }
        }

        OnReceived(_time.GetTimestamp());
        _isReadingPaused = false;
        _pauseEnds = null;
    }

    // After the server's close frame _lastReceived stays at the time of that frame, whatever the client sends before its own.
    private void OnReceived(long now)
    {
        if (!IsClosing)
        {
            Volatile.Write(ref _lastReceived, now);
        }
    }

    private Task? ConsumeBatch(WebSocketReceiver frames, ref ReadOnlySequence<byte> buffer)
    {
        Outbox.BeginBatch();
        try
        {
            Task? wait = frames.Consume(ref buffer);
            if (frames.CloseCode is { } code)
            {
                Close(code);
            }

            return wait;
        }
        finally
        {
            Outbox.EndBatch();
        }
    }
}
