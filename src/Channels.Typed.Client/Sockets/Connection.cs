using System.Diagnostics.CodeAnalysis;
using Channels.Typed.Client.Compatibility;
using Channels.Typed.Client.Events;
using Channels.Typed.Client.Fallback;
using Channels.Typed.Client.Heartbeat;
using Channels.Typed.Client.Joins;
using Channels.Typed.Client.Observability;
using Channels.Typed.Client.Pushes;
using Channels.Typed.Client.Transports;
using Channels.Typed.Protocol;

namespace Channels.Typed.Client.Sockets;

/// <summary>
/// One connection: a loop that reads, a loop that writes, a heartbeat, and the replies that are waited for. It is never reused. Members
/// need the socket's gate unless they are about running it.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "RunAsync, which every connection goes through, disposes it.")]
internal sealed class Connection
{
    // How long the server may take to answer a close frame.
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    private readonly SocketEngine _engine;
    private readonly IClientTransport _transport;
    private readonly HeartbeatMonitor _heartbeat;
    private readonly Dictionary<long, PendingReply> _pending = [];
    private readonly CancellationTokenSource _abort = new();

    // What ended the connection: the first cause wins.
    private readonly TaskCompletionSource<ConnectionEnd> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly FrameWriter _writer;
    private volatile bool _isHeldUp;
    private volatile bool _hasBeenHeldUp;

    public Connection(SocketEngine engine, IClientTransport transport)
    {
        _engine = engine;
        _transport = transport;
        _heartbeat = new HeartbeatMonitor(engine, this);
        _writer = new FrameWriter(engine, transport);
    }

    /// <summary>Gets the transport's name.</summary>
    public string TransportName => _transport.Name;

    /// <summary>Gets a value indicating whether the server does not hear of an end, as a session of long polling has none before it expires.</summary>
    public bool EndsSilently => _transport is LongPollTransport or WayBackTransport;

    /// <summary>Gets a value indicating whether reading waited for slow handlers at some time since <see cref="ForgetHoldUps"/>.</summary>
    public bool HasBeenHeldUp => _hasBeenHeldUp;

    /// <summary>Gets how many replies are waited for.</summary>
    public int PendingCount => _pending.Count;

    public void ForgetHoldUps() => _hasBeenHeldUp = _isHeldUp;

    /// <summary>Gets or sets what was noted of the beginning.</summary>
    public ConnectionObservation Observation { get; set; }

    public void Enqueue(OutboundFrame frame) => _writer.Enqueue(frame);

    /// <summary>Waits for a reply; to be called before the frame is queued, since replies can be quick.</summary>
    public void Expect(long reference, PendingReply pending) => _pending.Add(reference, pending);

    public void Forget(long reference) => _ = _pending.Remove(reference);

    public bool TryTake(long reference, out PendingReply? pending) =>
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

    /// <summary>Says what a close frame is to say, should the connection be stopped.</summary>
    public void CloseAs(int code, string? reason) => _writer.CloseAs(code, reason);

    /// <summary>Nothing is sent or received on this connection any more, as far as the socket is concerned.</summary>
    public void Detach()
    {
        _heartbeat.Stop();
        foreach (PendingReply pending in new List<PendingReply>(_pending.Values))
        {
            pending.OnDisconnected();
        }

        _pending.Clear();
    }

    /// <summary>Ends the connection without ceremony. Safe to call from anywhere.</summary>
    public void End(ConnectionEnd end) => _ = _end.TrySetResult(end);

    /// <summary>Runs the connection until it ends by itself, or is stopped: then what is queued is still written, and a close frame.</summary>
    public async Task<ConnectionEnd> RunAsync(CancellationToken stop)
    {
        if (_transport.NeedsHeartbeat)
        {
            lock (_engine.Gate)
            {
                _heartbeat.Start();
            }
        }

        Task reading = ReadAsync();
        Task writing = WriteAsync();
        ConnectionEnd end = await WaitForEndAsync(stop).ConfigureAwait(false);

        _abort.Cancel();
        _writer.Complete();
        _transport.Abort();
        await Task.WhenAll(reading, writing).ConfigureAwait(false);
        _abort.Dispose();
        return end;
    }

    /// <summary>Gives back the slots of pushes that were never written.</summary>
    public void DiscardOutbox() => _writer.Discard();

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
            using CancellationTokenSource patience = _engine.Settings.TimeProvider.CancelAfter(CloseTimeout);
            using (patience.Token.Register(static connection => ((Connection)connection!).End(new ConnectionEnd(SocketStateReason.Requested)), this))
            {
                return await _end.Task.ConfigureAwait(false);
            }
        }

        return await _end.Task.ConfigureAwait(false);
    }

    private async Task ReadAsync()
    {
        try
        {
            while (true)
            {
                TransportMessage message = await _transport.ReceiveAsync(_abort.Token).ConfigureAwait(false);
                switch (message.Kind)
                {
                    case TransportMessageKind.Close:
                        End(new ConnectionEnd(SocketStateReason.ServerClosed, message.CloseCode));
                        return;
                    case TransportMessageKind.KeepAlive:
                        KeepAlive();
                        break;
                    default:
                        if (Receive(message.Data.Span, message.Kind == TransportMessageKind.Binary) is { } full)
                        {
                            await HoldUpAsync(full).ConfigureAwait(false);
                        }

                        break;
                }
            }
        }
        catch (Exception e)
        {
            // Whatever it is, and platforms differ much: there is no connection any more.
            End(new ConnectionEnd(SocketStateReason.ConnectionLost, exception: e));
        }
    }

    // The pump that has no room for more, if that is so.
    private EventPump? Receive(ReadOnlySpan<byte> message, bool isBinary)
    {
        try
        {
            return isBinary
                ? FrameRouter.Route(_engine, this, BinaryFrameReader.ReadFromServer(message, out ReadOnlySpan<byte> status), status)
                : FrameRouter.Route(
                    _engine, this, _engine.Settings.ProtocolVersion == ProtocolVersion.V1 ? JsonObjectFrameReader.ReadFromServer(message) : JsonFrameReader.Read(message));
        }
        catch (ProtocolException e)
        {
            Log.MalformedFrame(_engine.Settings.Logger, e);
            return default;
        }
    }

    private void KeepAlive()
    {
        lock (_engine.Gate)
        {
            if (_engine.Connection == this)
            {
                _engine.OnHeartbeatAnswered();
            }
        }
    }

    private async Task HoldUpAsync(EventPump full)
    {
        _isHeldUp = true;
        _hasBeenHeldUp = true;
        await full.WaitForRoomAsync(_abort.Token).ConfigureAwait(false);
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
