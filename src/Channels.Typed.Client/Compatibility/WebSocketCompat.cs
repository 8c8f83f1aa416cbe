using System.Net.Http;
using System.Net.WebSockets;
using System.Runtime.InteropServices;
#if NET
using System.Runtime.Versioning;
#endif

namespace Channels.Typed.Client.Compatibility;

/// <summary>
/// The WebSocket calls that netstandard2.0 has only in an older form, or not at all. Sending takes no token: the WebSocket would register
/// with it for each message, only to abort itself. The owner of the connection aborts it instead.
/// </summary>
internal static class WebSocketCompat
{
#if NET
    public static async ValueTask<WebSocketChunk> ReceiveChunkAsync(
        this WebSocket socket, byte[] buffer, int offset, CancellationToken cancellationToken)
    {
        ValueWebSocketReceiveResult result = await socket.ReceiveAsync(buffer.AsMemory(offset), cancellationToken).ConfigureAwait(false);
        return new WebSocketChunk(result.Count, result.MessageType, result.EndOfMessage);
    }

    public static ValueTask SendMessageAsync(this WebSocket socket, ReadOnlyMemory<byte> message, bool isBinary) =>
        socket.SendAsync(message, TypeOf(isBinary), endOfMessage: true, CancellationToken.None);

    public static void CollectHttpStatus(ClientWebSocketOptions options)
    {
        // Browsers do not report the status, and throw when this is set.
        if (!OperatingSystem.IsBrowser())
        {
            options.CollectHttpResponseDetails = true;
        }
    }

    [UnsupportedOSPlatformGuard("browser")]
    public static bool TakesHandlers => !OperatingSystem.IsBrowser();

    /// <summary>Connects through the handler, if there is one.</summary>
    public static async Task ConnectByAsync(
        this ClientWebSocket socket, Uri uri, HttpMessageHandler? handler, CancellationToken cancellationToken)
    {
        // The handler is disposed with the connection, not with the invoker.
        using HttpMessageInvoker? invoker = handler is null ? null : new HttpMessageInvoker(handler, disposeHandler: false);
        await socket.ConnectAsync(uri, invoker, cancellationToken).ConfigureAwait(false);
    }

    public static int HttpStatus(ClientWebSocket socket) => OperatingSystem.IsBrowser() ? 0 : (int)socket.HttpStatusCode;
#else
    public static async ValueTask<WebSocketChunk> ReceiveChunkAsync(
        this WebSocket socket, byte[] buffer, int offset, CancellationToken cancellationToken)
    {
        WebSocketReceiveResult result = await socket
            .ReceiveAsync(new ArraySegment<byte>(buffer, offset, buffer.Length - offset), cancellationToken).ConfigureAwait(false);
        return new WebSocketChunk(result.Count, result.MessageType, result.EndOfMessage);
    }

    public static ValueTask SendMessageAsync(this WebSocket socket, ReadOnlyMemory<byte> message, bool isBinary)
    {
        ArraySegment<byte> segment = MemoryMarshal.TryGetArray(message, out ArraySegment<byte> array)
            ? array
            : new ArraySegment<byte>(message.ToArray());
        return new ValueTask(socket.SendAsync(segment, TypeOf(isBinary), endOfMessage: true, CancellationToken.None));
    }

    public static void CollectHttpStatus(ClientWebSocketOptions options)
    {
        // The platform does not report the status.
    }

    public static bool TakesHandlers => false;

    public static Task ConnectByAsync(
        this ClientWebSocket socket, Uri uri, HttpMessageHandler? handler, CancellationToken cancellationToken) =>
        socket.ConnectAsync(uri, cancellationToken);

    public static int HttpStatus(ClientWebSocket socket) => 0;
#endif

    private static WebSocketMessageType TypeOf(bool isBinary) => isBinary ? WebSocketMessageType.Binary : WebSocketMessageType.Text;
}
