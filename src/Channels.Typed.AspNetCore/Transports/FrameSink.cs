using System.IO.Pipelines;
using System.Net.Sockets;

namespace Channels.Typed.AspNetCore.Transports;

/// <summary>
/// The place where an outbox writes: the connection's output, or the socket below it. Without TLS, writing to the socket avoids the
/// server's output pipe, and with it one copy and one wake-up for every delivery.
/// </summary>
/// <param name="output">The connection's output.</param>
/// <param name="socket">The socket below the output; null if bytes must go through the output.</param>
/// <param name="abort">Aborts the connection.</param>
internal sealed class FrameSink(PipeWriter output, Socket? socket, Action abort)
{
    // A longer write is sent in slices, so that the sweep can see whether the client takes bytes.
    private const int SliceBytes = 64 * 1024;

    private volatile bool _isSocketReady;
    private long _slices;

    /// <summary>Gets the number of slices that the kernel or the output has taken.</summary>
    public long Slices => Volatile.Read(ref _slices);

    /// <summary>
    /// Called when the first bytes of the client arrive. A client sends nothing before it has received the response to its upgrade
    /// request, so this response has left the output, and bytes that are written to the socket cannot overtake it. Before that, at most
    /// a close frame is written, and nothing follows it.
    /// </summary>
    public void OnFirstBytes() => _isSocketReady = socket is not null;

    public void Abort() => abort();

    /// <summary>Writes all bytes. Completes synchronously if the kernel's send buffer has room for them.</summary>
    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes) =>
        bytes.Length <= SliceBytes ? SendSliceAsync(bytes) : SendSlicesAsync(bytes);

    private async ValueTask SendSlicesAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int length = Math.Min(bytes.Length, SliceBytes);
            await SendSliceAsync(bytes[..length]);
            bytes = bytes[length..];
            Volatile.Write(ref _slices, _slices + 1);
        }
    }

    private ValueTask SendSliceAsync(ReadOnlyMemory<byte> bytes)
    {
        if (!_isSocketReady)
        {
            return WriteToOutputAsync(bytes);
        }

        ValueTask<int> send = socket!.SendAsync(bytes, SocketFlags.None); // Not null once ready.
        return send.IsCompletedSuccessfully && send.Result == bytes.Length ? default : SendRestAsync(send, bytes);
    }

    private async ValueTask SendRestAsync(ValueTask<int> send, ReadOnlyMemory<byte> bytes)
    {
        int sent = send.IsCompletedSuccessfully ? send.Result : await send;
        while (sent < bytes.Length)
        {
            bytes = bytes[sent..];
            sent = await socket!.SendAsync(bytes, SocketFlags.None); // Not null once ready.
        }
    }

    private async ValueTask WriteToOutputAsync(ReadOnlyMemory<byte> bytes)
    {
        FlushResult result = await output.WriteAsync(bytes);
        if (result.IsCompleted || result.IsCanceled)
        {
            throw new IOException("The connection is closed.");
        }
    }
}
