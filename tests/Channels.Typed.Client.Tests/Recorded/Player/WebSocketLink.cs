using System.Net.WebSockets;
using Channels.Typed.Client.Tests.Fixture;

namespace Channels.Typed.Client.Tests.Recorded.Player;

/// <summary>A WebSocket connection of the Kestrel server.</summary>
internal sealed class WebSocketLink(WebSocket socket) : IRecordedLink
{
    private readonly TaskCompletionSource<bool> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly byte[] _buffer = new byte[64 * 1024];

    /// <summary>
    /// Gets a task that completes when the connection must end: <see langword="true"/> to break it, <see langword="false"/> to close it
    /// normally, for which clients wait after their close frame.
    /// </summary>
    public Task<bool> Ended => _ended.Task;

    public async Task<byte[]> FrameAsync(bool isBinary)
    {
        (WebSocketMessageType type, byte[] data) = await ReceiveAsync();
        Assert.Equal(isBinary ? WebSocketMessageType.Binary : WebSocketMessageType.Text, type);
        return data;
    }

    public async Task<(int? Code, string Reason)> CloseAsync()
    {
        (WebSocketMessageType type, byte[] data) = await ReceiveAsync();
        Assert.True(
            type == WebSocketMessageType.Close, $"Our client sent a frame that is not in the recording: {Convert.ToHexString(data)}");
        return ((int?)socket.CloseStatus, socket.CloseStatusDescription ?? "");
    }

    public Task SendAsync(byte[] data, bool isBinary) =>
        socket.SendAsync(data, isBinary ? WebSocketMessageType.Binary : WebSocketMessageType.Text, true, CancellationToken.None).Within();

    public async Task SendCloseAsync(int code)
    {
        await socket.CloseOutputAsync((WebSocketCloseStatus)code, null, CancellationToken.None).Within();
        _ = _ended.TrySetResult(false);
    }

    public void Drop() => _ended.TrySetResult(true);

    private async Task<(WebSocketMessageType Type, byte[] Data)> ReceiveAsync()
    {
        int length = 0;
        while (true)
        {
            Task<ValueWebSocketReceiveResult> receiving = socket.ReceiveAsync(_buffer.AsMemory(length), CancellationToken.None).AsTask();
            ValueWebSocketReceiveResult result = await receiving.Within();
            length += result.Count;
            if (result.EndOfMessage)
            {
                return (result.MessageType, _buffer[..length]);
            }
        }
    }
}
