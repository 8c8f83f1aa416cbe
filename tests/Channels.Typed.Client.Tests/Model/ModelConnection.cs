using System.Text;
using Channels.Typed.Client.Transports;

namespace Channels.Typed.Client.Tests.Model;

/// <summary>A connection in memory. What the server sends is handled by the time that <see cref="Send"/> returns, unless the client was not reading.</summary>
internal sealed class ModelConnection(Queue<string> written) : IClientTransport
{
    private readonly object _lock = new();
    private readonly Queue<TransportMessage> _messages = [];
    private TaskCompletionSource<TransportMessage>? _reader;
    private Exception? _end;

    public string Name => "model";

    public bool NeedsHeartbeat => true;

    public bool IsSilent { get; set; }

    public bool IsAborted { get; private set; }

    /// <summary>Gets a value indicating whether the client has handled all that was sent and waits for more.</summary>
    public bool IsRead
    {
        get
        {
            lock (_lock)
            {
                return _reader is not null;
            }
        }
    }

    public void Send(string frame) => Send(TransportMessage.Text(Encoding.UTF8.GetBytes(frame)));

    public void Close(int code) => Send(TransportMessage.Close(code));

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

    public ValueTask SendAsync(ReadOnlyMemory<byte> message, bool isBinary, CancellationToken cancellationToken)
    {
        lock (written)
        {
            written.Enqueue(Encoding.UTF8.GetString(message.Span));
        }

        return default;
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken) => default;

    public ValueTask CloseAsync(int code, string? reason, CancellationToken cancellationToken)
    {
        if (!IsSilent)
        {
            Close(1000);
        }

        return default;
    }

    public void Abort()
    {
        Drop();
        IsAborted = true;
    }

    private void Send(TransportMessage message)
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
}
