using System.Net.WebSockets;
using System.Runtime.InteropServices;

namespace Channels.Typed.Client.Compatibility;

/// <summary>The WebSocket calls that netstandard2.0 has only in an older form, or not at all.</summary>
internal static class WebSocketCompat
{
#if NET
    public static async ValueTask<WebSocketChunk> ReceiveChunkAsync(this WebSocket socket, byte[] buffer, int offset, CancellationToken cancellationToken)
    {
        ValueWebSocketReceiveResult result = await socket.ReceiveAsync(buffer.AsMemory(offset), cancellationToken).ConfigureAwait(false);
        return new WebSocketChunk(result.Count, result.MessageType, result.EndOfMessage);
    }

    public static ValueTask SendTextAsync(this WebSocket socket, ReadOnlyMemory<byte> text, CancellationToken cancellationToken) =>
        socket.SendAsync(text, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);

    public static void CollectHttpStatus(ClientWebSocketOptions options)
    {
        // Browsers do not tell, and throw when asked to.
        if (!OperatingSystem.IsBrowser())
        {
            options.CollectHttpResponseDetails = true;
        }
    }

    public static int HttpStatus(ClientWebSocket socket) => OperatingSystem.IsBrowser() ? 0 : (int)socket.HttpStatusCode;
#else
    public static async ValueTask<WebSocketChunk> ReceiveChunkAsync(this WebSocket socket, byte[] buffer, int offset, CancellationToken cancellationToken)
    {
        WebSocketReceiveResult result = await socket
            .ReceiveAsync(new ArraySegment<byte>(buffer, offset, buffer.Length - offset), cancellationToken).ConfigureAwait(false);
        return new WebSocketChunk(result.Count, result.MessageType, result.EndOfMessage);
    }

    public static ValueTask SendTextAsync(this WebSocket socket, ReadOnlyMemory<byte> text, CancellationToken cancellationToken)
    {
        ArraySegment<byte> segment = MemoryMarshal.TryGetArray(text, out ArraySegment<byte> array) ? array : new ArraySegment<byte>(text.ToArray());
        return new ValueTask(socket.SendAsync(segment, WebSocketMessageType.Text, endOfMessage: true, cancellationToken));
    }

    public static void CollectHttpStatus(ClientWebSocketOptions options)
    {
        // The platform does not tell.
    }

    public static int HttpStatus(ClientWebSocket socket) => 0;
#endif
}
