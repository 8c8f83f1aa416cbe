using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Channels.Typed.PubSub;

namespace Channels.Typed.AspNetCore.Transports;

/// <summary>One WebSocket from its upgrade to its end: reads, hands on, and closes as protocol and clients expect.</summary>
internal sealed class WebSocketTransport : IConnectionTransport
{
    private readonly PipeReader _input;
    private readonly FrameSink _sink;
    private readonly bool _isCompressed;
    private readonly int _maxMessageBytes;
    private readonly TimeProvider _time;
    private long _lastReceived;
    private long _begun; // When the client began the message that it is in; 0 if it is in none.
    private volatile bool _isHeldUp; // By channels that have no room for more.
    private int _serverClose;

    public WebSocketTransport(
        PipeReader input, FrameSink sink, TransportLimits limits, TimeProvider time, Action<int> onOverflow, bool isCompressed = false)
    {
        _input = input;
        _sink = sink;
        _isCompressed = isCompressed;
        _maxMessageBytes = limits.MaxMessageBytes;
        _time = time;
        _lastReceived = time.GetTimestamp();
        Outbox = new Outbox(sink, limits.MaxOutboxBytes, onOverflow, isCompressed);
    }

    public Outbox Outbox { get; }

    IOutbox IConnectionTransport.Outbox => Outbox;

    /// <inheritdoc/>
    /// <remarks>Who is not listened to is not silent. Once the server has closed, though, nothing that hangs keeps the connection.</remarks>
    public TimeSpan IdleFor => _isHeldUp && !IsClosing ? TimeSpan.Zero : _time.GetElapsedTime(Volatile.Read(ref _lastReceived));

    public TimeSpan UnfinishedFor => Volatile.Read(ref _begun) is not 0 and var begun ? _time.GetElapsedTime(begun) : TimeSpan.Zero;

    public void Abort() => _sink.Abort();

    /// <summary>Closes from the server's side; the first code counts. The loop then waits for the client's answer.</summary>
    public void Close(CloseCode code)
    {
        if (Interlocked.CompareExchange(ref _serverClose, (int)code, 0) != 0)
        {
            return;
        }

        // The clock of the sweep starts again: it aborts a connection whose client does not answer.
        Volatile.Write(ref _lastReceived, _time.GetTimestamp());
        Span<byte> frame = stackalloc byte[4];
        WebSocketHeader.Write(frame, WebSocketHeader.Close, 2);
        BinaryPrimitives.WriteUInt16BigEndian(frame[2..], (ushort)code);
        Outbox.Send(frame);
    }

    /// <summary>Gets the code that the connection was closed with; null as long as it is open, or if it was lost.</summary>
    public CloseCode? ClosedWith => Volatile.Read(ref _serverClose) is not 0 and var code ? (CloseCode)code : null;

    /// <inheritdoc/>
    public bool IsClosing => Volatile.Read(ref _serverClose) != 0;

    /// <summary>Reads until either side has closed.</summary>
    /// <param name="receiver">Takes the messages.</param>
    /// <returns>A task that completes when the connection is over and all is written.</returns>
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
                    OnHeard(now);
                    long finished = frames.Finished;
                    Task? wait = ConsumeBatch(frames, ref buffer);
                    while (wait is not null)
                    {
                        // What takes its time here is the server.
                        Volatile.Write(ref _begun, 0);
                        _isHeldUp = true;
                        await wait;
                        now = _time.GetTimestamp();
                        OnHeard(now);
                        _isHeldUp = false;
                        wait = ConsumeBatch(frames, ref buffer);
                    }

                    if (buffer.IsEmpty && !frames.IsWithinMessage)
                    {
                        Volatile.Write(ref _begun, 0);
                    }
                    else if (_begun == 0 || frames.Finished != finished)
                    {
                        Volatile.Write(ref _begun, now);
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
            // The client is gone, or the connection was aborted.
        }
        finally
        {
            await Outbox.CloseAsync();
        }
    }

    // After a close the clock runs for the client's answer, and nothing else sets it back.
    private void OnHeard(long now)
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
