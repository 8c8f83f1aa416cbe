using System.Text;
using System.Threading.Channels;
using Channels.Typed.Client.Transports;

namespace Channels.Typed.Client.Tests.Allocation;

/// <summary>
/// Answers every message at once with an ok reply, and allocates nothing for it once it is warm; the end of the replies stands for
/// tokens.
/// </summary>
internal sealed class ReplyingTransport : IClientTransport, IClientTransportFactory
{
    private readonly Channel<int> _replies = Channel.CreateBounded<int>(
        new BoundedChannelOptions(16) { SingleReader = true, SingleWriter = true });
    private readonly byte[][] _buffers = [.. Enumerable.Range(0, 16).Select(static _ => new byte[256])];
    private int _next;

    public string Name => "replying";

    public bool NeedsHeartbeat => false;

    public Task<IClientTransport> ConnectAsync(TransportRequest request, CancellationToken cancellationToken) =>
        Task.FromResult<IClientTransport>(this);

    public async ValueTask<TransportMessage> ReceiveAsync(CancellationToken cancellationToken)
    {
        int reply = await _replies.Reader.ReadAsync(CancellationToken.None);
        byte[] buffer = _buffers[reply & 15];
        return TransportMessage.Text(buffer.AsMemory(0, buffer.AsSpan().IndexOf((byte)0)));
    }

    public ValueTask SendAsync(ReadOnlyMemory<byte> message, bool isBinary, CancellationToken cancellationToken)
    {
        // Keeps "[join_ref, ref, topic"; the rest is replaced by the reply.
        ReadOnlySpan<byte> start = message.Span[..IndexOfThirdComma(message.Span)];
        Span<byte> buffer = _buffers[_next & 15];
        start.CopyTo(buffer);
        ReadOnlySpan<byte> rest = ",\"phx_reply\",{\"status\":\"ok\",\"response\":{\"text\":\"same\"}}]\0"u8;
        rest.CopyTo(buffer[start.Length..]);
        return _replies.Writer.WriteAsync(_next++, CancellationToken.None);
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken) => default;

    public ValueTask CloseAsync(int code, string? reason, CancellationToken cancellationToken) => default;

    public void Abort() => _replies.Writer.TryComplete(new IOException("aborted"));

    private static int IndexOfThirdComma(ReadOnlySpan<byte> frame)
    {
        int end = -1;
        for (int i = 0; i < 3; i++)
        {
            end += 1 + frame[(end + 1)..].IndexOf((byte)',');
        }

        return end > 0 ? end : throw new FormatException("Not a frame: " + Encoding.UTF8.GetString(frame));
    }
}
