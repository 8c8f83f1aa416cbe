using System.IO.Pipelines;
using System.Net.Sockets;

namespace Channels.Typed.AspNetCore.Transports;

/// <summary>
/// Where an outbox writes: the connection's output, or the socket below it. Without TLS the socket saves the way through the server's
/// output pipe, with its copy and its wake-up, for every delivery.
/// </summary>
internal sealed class FrameSink(PipeWriter output, Socket? socket, Action abort)
{
    private volatile bool _isSocketReady;

    /// <summary>
    /// Called with the first bytes of the client: a client sends nothing before the answer to its upgrade request has arrived, so that
    /// answer has left the output, and nothing written to the socket can overtake it. Before that only a close frame is ever written, and
    /// it is the last.
    /// </summary>
    public void OnFirstBytes() => _isSocketReady = socket is not null;

    public void Abort() => abort();

    /// <summary>Writes all bytes; completes at once as long as the kernel has room.</summary>
    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
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
            sent = await socket!.SendAsync(bytes, SocketFlags.None); // As above.
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
