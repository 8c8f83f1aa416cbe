using System.Runtime.ExceptionServices;
using System.Text;
using System.Threading.Channels;
using Channels.Typed.Client.Transports;

namespace Channels.Typed.Client.Tests.Fixture;

/// <summary>An in-memory connection: the server's side for the test, and the transport of the client.</summary>
internal sealed class ScriptedConnection : IClientTransport
{
    private readonly Channel<string> _sent = Channel.CreateUnbounded<string>();
    private readonly Channel<TransportMessage> _received = Channel.CreateUnbounded<TransportMessage>();
    private readonly TaskCompletionSource _aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _writeHeld = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile TaskCompletionSource? _writeGate;

    /// <summary>Gets a task that completes when the client aborts the connection.</summary>
    public Task Aborted => _aborted.Task.Within();

    /// <summary>Gets a task that completes when the client sends a close frame.</summary>
    public Task Closed => _closed.Task.Within();

    /// <summary>Gets the code and the reason of the client's close frame.</summary>
    public (int Code, string? Reason) CloseFrame { get; private set; }

    /// <summary>Gets a task that completes when a write is blocked after <see cref="HoldWrites"/>.</summary>
    public Task WriteHeld => _writeHeld.Task.Within();

    public bool IsAborted => _aborted.Task.IsCompleted;

    /// <summary>Gets or sets a value indicating whether a close frame of the client is answered.</summary>
    public bool AnswersClose { get; set; } = true;

    /// <summary>Receives the next frame of the client. A binary frame is Latin-1 text after the word <c>binary</c>.</summary>
    public Task<string> ReceiveAsync() => _sent.Reader.ReadAsync().Within();

    public async Task ExpectAsync(params string[] frames)
    {
        foreach (string frame in frames)
        {
            Assert.Equal(frame, await ReceiveAsync());
        }
    }

    /// <summary>Gets how many messages the client has not read yet.</summary>
    public int Unread => _received.Reader.Count;

    public bool HasFrame => _sent.Reader.TryPeek(out _);

    public void Send(params string[] frames)
    {
        foreach (string frame in frames)
        {
            Assert.True(_received.Writer.TryWrite(TransportMessage.Text(Encoding.UTF8.GetBytes(frame))));
        }
    }

    public void SendBinary(byte[] data) => Assert.True(_received.Writer.TryWrite(TransportMessage.Binary(data)));

    public void SendOk(int joinRef, int reference, string topic = "room:a", string response = "{}") =>
        Send($$"""["{{joinRef}}","{{reference}}","{{topic}}","phx_reply",{"response":{{response}},"status":"ok"}]""");

    public void SendError(int joinRef, int reference, string topic = "room:a", string response = "{}") =>
        Send($$"""["{{joinRef}}","{{reference}}","{{topic}}","phx_reply",{"response":{{response}},"status":"error"}]""");

    /// <summary>Expects a join frame next, and accepts the join.</summary>
    public async Task AcceptJoinAsync(int reference, string topic = "room:a", string payload = "{}", string response = "{}")
    {
        await ExpectAsync($$"""["{{reference}}","{{reference}}","{{topic}}","phx_join",{{payload}}]""");
        SendOk(reference, reference, topic, response);
    }

    /// <summary>Sends a close frame.</summary>
    public void Close(int code) => Assert.True(_received.Writer.TryWrite(TransportMessage.Close(code)));

    /// <summary>Breaks the connection.</summary>
    public void Drop(Exception? exception = null) => _ = _received.Writer.TryComplete(exception ?? new IOException("connection reset"));

    /// <summary>Blocks everything that the client writes from now on, until <see cref="ReleaseWrites"/>.</summary>
    public void HoldWrites() => _writeGate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void ReleaseWrites() => Interlocked.Exchange(ref _writeGate, null)?.SetResult();

    string IClientTransport.Name => "scripted";

    bool IClientTransport.NeedsHeartbeat => true;

    ValueTask IClientTransport.FlushAsync(CancellationToken cancellationToken) => default;

    async ValueTask<TransportMessage> IClientTransport.ReceiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _received.Reader.ReadAsync(cancellationToken);
        }
        catch (ChannelClosedException e) when (e.InnerException is { } cause)
        {
            ExceptionDispatchInfo.Throw(cause);
            throw;
        }
    }

    async ValueTask IClientTransport.SendAsync(ReadOnlyMemory<byte> text, bool isBinary, CancellationToken cancellationToken)
    {
        if (_writeGate is { } gate)
        {
            _ = _writeHeld.TrySetResult();
            await gate.Task.WaitAsync(cancellationToken);
        }

        await _sent.Writer.WriteAsync(
            isBinary ? "binary " + Encoding.Latin1.GetString(text.Span) : Encoding.UTF8.GetString(text.Span), cancellationToken);
    }

    ValueTask IClientTransport.CloseAsync(int code, string? reason, CancellationToken cancellationToken)
    {
        CloseFrame = (code, reason);
        _ = _closed.TrySetResult();
        if (AnswersClose)
        {
            _ = _received.Writer.TryWrite(TransportMessage.Close(1000));
        }

        return default;
    }

    void IClientTransport.Abort()
    {
        _ = _aborted.TrySetResult();
        _ = _received.Writer.TryComplete(new IOException("aborted"));
    }
}
