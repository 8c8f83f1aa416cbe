using Channels.Typed.Client.Transports;

namespace Channels.Typed.Client.Tests.Model;

/// <summary>A connection over an in-memory transport.</summary>
internal sealed class ModelConnection(ModelServer server) : IModelConnection, IClientTransport
{
    private readonly object _lock = new();
    private readonly Queue<TransportMessage> _messages = [];
    private TaskCompletionSource<TransportMessage>? _reader;
    private Exception? _end;
    private volatile TaskCompletionSource? _writeGate;

    public string Name => "model";

    public bool NeedsHeartbeat => true;

    public bool IsSilent { get; set; }

    public bool IsAborted { get; private set; }

    public bool IsReading
    {
        get
        {
            lock (_lock)
            {
                return _reader is not null;
            }
        }
    }

    public void Send(TransportMessage message)
    {
        TaskCompletionSource<TransportMessage>? reader;
        lock (_lock)
        {
            reader = _reader;
            _reader = null;
            if (reader is null)
            {
                _messages.Enqueue(message);
            }
        }

        reader?.SetResult(message);
    }

    public void Drop()
    {
        TaskCompletionSource<TransportMessage>? reader;
        lock (_lock)
        {
            _end ??= new IOException("connection reset");
            reader = _reader;
            _reader = null;
        }

        _ = reader?.TrySetException(_end);
    }

    public ValueTask<TransportMessage> ReceiveAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_messages.TryDequeue(out TransportMessage message))
            {
                return new(message);
            }

            if (_end is not null)
            {
                return ValueTask.FromException<TransportMessage>(_end);
            }

            _reader = new TaskCompletionSource<TransportMessage>();
            return new(_reader.Task);
        }
    }

    /// <summary>Blocks everything that the client writes from now on, until <see cref="Release"/>.</summary>
    public void Hold() => _writeGate = new TaskCompletionSource();

    public void Release() => Interlocked.Exchange(ref _writeGate, null)?.SetResult();

    public async ValueTask SendAsync(ReadOnlyMemory<byte> message, bool isBinary, CancellationToken cancellationToken)
    {
        if (_writeGate is { } gate)
        {
            await gate.Task.WaitAsync(cancellationToken);
        }

        server.Receive(message.Span, isBinary);
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken) => default;

    public ValueTask CloseAsync(int code, string? reason, CancellationToken cancellationToken)
    {
        if (!IsSilent)
        {
            Send(TransportMessage.Close(1000));
        }

        return default;
    }

    public void Abort()
    {
        Drop();
        IsAborted = true;
    }
}
