using System.Diagnostics.CodeAnalysis;
using Channels.Typed.Client.Compatibility;
using Channels.Typed.Client.Events;
using Channels.Typed.Client.Frames;
using Channels.Typed.Client.Observability;
using Channels.Typed.Client.Transports;
using Channels.Typed.Protocol;

namespace Channels.Typed.Client.Sockets;

/// <summary>
/// One connection: a loop that reads, a loop that writes, a heartbeat, and the replies that are awaited. It is never reused. Members need
/// the socket's lock, except <see cref="RunAsync"/> and those that say so.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "RunAsync, which every connection goes through, disposes it.")]
internal sealed class Connection
{
    // How long the server may take to answer a close frame, and the writer to answer that of the server.
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    private readonly SocketEngine _engine;
    private readonly IClientTransport _transport;
    private readonly HeartbeatMonitor _heartbeat;
    private readonly Dictionary<long, PendingReply> _pending = [];
    private readonly CancellationTokenSource _abort = new();

    // What ended the connection. The first cause wins.
    private readonly TaskCompletionSource<ConnectionEnd> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly FrameWriter _writer;
    private volatile bool _isHeldUp;
    private volatile bool _hasReceived;

    public Connection(SocketEngine engine, IClientTransport transport)
    {
        _engine = engine;
        _transport = transport;
        _heartbeat = new HeartbeatMonitor(engine, this);
        _writer = new FrameWriter(engine, this, transport);
    }

    /// <summary>Gets the transport's name.</summary>
    public string TransportName => _transport.Name;

    /// <summary>
    /// Gets a value indicating whether the server does not notice a disconnect. True for long polling, where the session has to expire.
    /// </summary>
    public bool IsSession => _transport is ISessionTransport;

    /// <summary>
    /// Gets a value indicating whether the connection has shown that it works since <see cref="ResetHasReceived"/>: a message came, or
    /// reading waited for slow handlers, so that messages may be waiting.
    /// </summary>
    public bool HasReceived => _hasReceived || _isHeldUp;

    /// <summary>Gets a value indicating whether reading waits for slow handlers.</summary>
    public bool IsHeldUp => _isHeldUp;

    /// <summary>Gets the code with which the server closed the connection; null if the server did not close it.</summary>
    public int? ServerCloseCode =>
        _end.Task is { IsCompleted: true, Result: { Reason: SocketStateReason.ServerClosed } end } ? end.CloseCode : null;

    /// <summary>Gets how many replies are awaited.</summary>
    public int PendingCount => _pending.Count;

    /// <summary>Gets or sets what telemetry noted when the connection began.</summary>
    public ConnectionObservation Observation { get; set; }

    public void ResetHasReceived() => _hasReceived = false;

    /// <summary>Queues a frame for the writer. A frame that is a push comes with its <paramref name="push"/>.</summary>
    public void Enqueue(OutboundFrame frame, PendingPush? push = null) => _writer.Enqueue(frame, push);

    /// <summary>Expects a reply. To be called before the frame is queued, because the reply may come at once.</summary>
    public void Expect(long reference, PendingReply pending) => _pending.Add(reference, pending);

    public void StopExpecting(long reference) => _ = _pending.Remove(reference);

    /// <summary>The writer could not encode a frame, so its call fails. The connection goes on.</summary>
    public void OnNotEncoded(long reference, Exception failure)
    {
        if (TryTakePending(reference, out PendingReply? pending))
        {
            pending!.OnNotEncoded(failure); // Taken, so not null.
        }
    }

    public bool TryTakePending(long reference, out PendingReply? pending) =>
        _pending.TryGetValue(reference, out pending) && _pending.Remove(reference);

    public void FailPushes(ClientChannel channel, ChannelErrorReason reason, string what)
    {
        foreach (PendingReply pending in new List<PendingReply>(_pending.Values))
        {
            if (pending is PendingPush push && push.Channel == channel)
            {
                push.Fail(reason, what);
            }
        }
    }

    /// <summary>Sets the code and reason of the close frame that is sent if the connection is stopped.</summary>
    public void CloseAs(int code, string? reason) => _writer.CloseAs(code, reason);

    /// <summary>Stops the heartbeat and fails everything that awaits a reply. The socket no longer uses this connection.</summary>
    public void Detach()
    {
        _heartbeat.Stop();
        foreach (PendingReply pending in new List<PendingReply>(_pending.Values))
        {
            pending.OnDisconnected();
        }

        _pending.Clear();
    }

    /// <summary>Ends the connection without a close frame. Safe to call from any thread, with or without the lock.</summary>
    public void End(ConnectionEnd end) => _ = _end.TrySetResult(end);

    /// <summary>
    /// Runs the connection until it ends by itself or <paramref name="stop"/> is cancelled. In the second case it still writes what is
    /// queued, and then a close frame. A close frame of the server is answered. Must not be called with the lock held.
    /// </summary>
    public async Task<ConnectionEnd> RunAsync(CancellationToken stop)
    {
        Task reading = Task.CompletedTask;
        Task writing = Task.CompletedTask;
        ConnectionEnd end;
        try
        {
            if (_transport.NeedsHeartbeat)
            {
                lock (_engine.Lock)
                {
                    _heartbeat.Start();
                }
            }

            reading = ReadAsync();
            writing = WriteAsync();
            end = await WaitForEndAsync(stop).ConfigureAwait(false);
            if (end.Reason == SocketStateReason.ServerClosed && CloseCodes.AnswerTo(end.CloseCode) is { } code)
            {
                _writer.AnswerClose(code);
                await WaitForWriterAsync(writing).ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            // A timer could not be started.
            end = new ConnectionEnd(SocketStateReason.ConnectionLost, exception: e);
        }

        _abort.Cancel();
        _writer.Complete();
        _transport.Abort();
        await Task.WhenAll(reading, writing).ConfigureAwait(false);
        _abort.Dispose();
        return end;
    }

    /// <summary>Releases the slots of pushes that were never written.</summary>
    public void ReleaseUnwritten() => _writer.ReleaseUnwritten();

    private async Task<ConnectionEnd> WaitForEndAsync(CancellationToken stop)
    {
        var stopped = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using (stop.Register(static source => ((TaskCompletionSource<bool>)source!).TrySetResult(true), stopped))
        {
            _ = await Task.WhenAny(_end.Task, stopped.Task).ConfigureAwait(false);
        }

        if (!_end.Task.IsCompleted)
        {
            _writer.Complete();
            using CancellationTokenSource timeout = _engine.Settings.TimeProvider.CancelAfter(CloseTimeout);
            using (timeout.Token.Register(
                static connection => ((Connection)connection!).End(new ConnectionEnd(SocketStateReason.Requested)), this))
            {
                return await _end.Task.ConfigureAwait(false);
            }
        }

        return await _end.Task.ConfigureAwait(false);
    }

    private async Task WaitForWriterAsync(Task writing)
    {
        if (writing.IsCompleted)
        {
            return;
        }

        using CancellationTokenSource timeout = _engine.Settings.TimeProvider.CancelAfter(CloseTimeout);
        try
        {
            await writing.WaitAsync(_engine.Settings.TimeProvider, timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // A write does not end, because the server does not read. The connection is dropped without an answer.
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            while (true)
            {
                TransportMessage message = await _transport.ReceiveAsync(_abort.Token).ConfigureAwait(false);
                _hasReceived = true;
                switch (message.Kind)
                {
                    case TransportMessageKind.Close:
                        End(new ConnectionEnd(SocketStateReason.ServerClosed, message.CloseCode));
                        return;
                    case TransportMessageKind.KeepAlive:
                        OnKeepAlive();
                        break;
                    default:
                        Backpressure pressure = OnMessage(message.Data.Span, message.Kind == TransportMessageKind.Binary);
                        if (pressure.MustWait)
                        {
                            await WaitForRoomAsync(pressure).ConfigureAwait(false);
                        }

                        break;
                }
            }
        }
        catch (Exception e)
        {
            // Platforms throw different exceptions. Each of them means that the connection is lost.
            End(new ConnectionEnd(SocketStateReason.ConnectionLost, exception: e));
        }
    }

    private Backpressure OnMessage(ReadOnlySpan<byte> message, bool isBinary)
    {
        try
        {
            return isBinary
                ? FrameRouter.Route(_engine, this, BinaryFrameReader.ReadFromServer(message, out ReadOnlySpan<byte> status), status)
                : FrameRouter.Route(
                    _engine,
                    this,
                    _engine.Settings.ProtocolVersion == ProtocolVersion.V1
                        ? JsonObjectFrameReader.ReadFromServer(message)
                        : JsonFrameReader.Read(message));
        }
        catch (ProtocolException e)
        {
            Log.MalformedFrame(_engine.Settings.Logger, e);
            return Backpressure.None;
        }
    }

    private void OnKeepAlive()
    {
        lock (_engine.Lock)
        {
            if (_engine.Connection == this)
            {
                _engine.OnHeartbeatAnswered();
            }
        }
    }

    private async Task WaitForRoomAsync(Backpressure pressure)
    {
        _isHeldUp = true;
        await pressure.WaitAsync(_abort.Token).ConfigureAwait(false);
        _hasReceived = true;
        _isHeldUp = false;
    }

    private async Task WriteAsync()
    {
        try
        {
            await _writer.RunAsync(_abort.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            End(new ConnectionEnd(SocketStateReason.ConnectionLost, exception: e));
        }
    }
}
