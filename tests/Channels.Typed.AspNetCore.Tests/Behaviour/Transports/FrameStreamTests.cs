using System.Net.WebSockets;
using System.Text;
using Channels.Typed.AspNetCore.Transports;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Transports;

/// <summary>What an outbox writes becomes messages, and what a client sends becomes frames.</summary>
public sealed class FrameStreamTests : IDisposable
{
    private readonly RecordingSocket _socket = new();

    // An outbox may write several frames at once, and a pipe may split a frame anywhere.
    [Fact]
    public async Task Frames_SplitAnywhere_AreSentOnceAndWhole()
    {
        byte[] longText = Encoding.ASCII.GetBytes(new string('x', 300));
        byte[] all = [0x81, 2, .. "hi"u8, 0x81, 126, 1, 44, .. longText, 0x8a, 0, 0x82, 1, 7, 0x88, 2, 3, 244, 0x81, 1, (byte)'!'];
        for (int split = 0; split <= all.Length; split++)
        {
            _socket.Sent.Clear();
            await using var stream = new FrameStream(_socket);

            await stream.WriteAsync(all.AsMemory(0, split));
            await stream.WriteAsync(all.AsMemory(split));

            // The pong and what is behind the close frame are left out.
            Assert.Equal(["Text hi", "Text " + Encoding.ASCII.GetString(longText), "Binary \a", "close 1012"], _socket.Sent);
        }
    }

    [Fact]
    public async Task Messages_AreReadAsMaskedFrames()
    {
        _socket.Received.Enqueue(("abc", WebSocketMessageType.Text, false));
        _socket.Received.Enqueue(("", WebSocketMessageType.Text, true));
        _socket.Received.Enqueue((new string('x', 200), WebSocketMessageType.Binary, true));
        _socket.Received.Enqueue(("", WebSocketMessageType.Close, true));
        await using var stream = new FrameStream(_socket);
        var read = new MemoryStream();

        await stream.CopyToAsync(read, bufferSize: 3);

        Assert.Equal(
            [
                0x01, 0x83, 0, 0, 0, 0, .. "abc"u8, 0x80, 0x80, 0, 0, 0, 0, 0x82, 0xfe, 0, 200, 0, 0, 0, 0,
                .. Encoding.ASCII.GetBytes(new string('x', 200)), 0x88, 0x82, 0, 0, 0, 0, 3, 232,
            ],
            read.ToArray());
    }

    [Fact]
    public async Task Abort_EndsAReadThatWaits()
    {
        await using var stream = new FrameStream(_socket);
        ValueTask<int> read = stream.ReadAsync(new byte[10]);
        Assert.False(read.IsCompleted);

        stream.Abort();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read.AsTask().Within());
        await _socket.Aborted.Task.Within();
    }

    public void Dispose() => _socket.Dispose();

    private sealed class RecordingSocket : WebSocket
    {
        public List<string> Sent { get; } = [];

        public Queue<(string Text, WebSocketMessageType Type, bool IsLast)> Received { get; } = [];

        public TaskCompletionSource Aborted { get; } = new();

        public override WebSocketCloseStatus? CloseStatus => WebSocketCloseStatus.NormalClosure;

        public override string? CloseStatusDescription => null;

        public override WebSocketState State => WebSocketState.Open;

        public override string? SubProtocol => null;

        public override void Abort() => Aborted.TrySetResult();

        public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public override Task CloseOutputAsync(
            WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken)
        {
            Sent.Add($"close {(int)closeStatus}");
            return Task.CompletedTask;
        }

        public override async Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken)
        {
            if (Received.Count == 0)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            }

            (string text, WebSocketMessageType type, bool isLast) = Received.Dequeue();
            return new WebSocketReceiveResult(Encoding.ASCII.GetBytes(text, buffer), type, isLast);
        }

        public override Task SendAsync(
            ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken)
        {
            Assert.True(endOfMessage);
            Sent.Add($"{messageType} {Encoding.ASCII.GetString(buffer)}");
            return Task.CompletedTask;
        }

        public override void Dispose()
        {
        }
    }
}
