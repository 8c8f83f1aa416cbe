using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.LongPolling.Fixture;

/// <summary>
/// Fails to write the responses of requests that have a header, as a broken network would, and reports when the server has noticed that a
/// client has disconnected.
/// </summary>
internal sealed class BrokenNetwork
{
    public const string Header = "x-test-lose";

    private readonly Channel<bool> _disconnects = Channel.CreateUnbounded<bool>();

    /// <summary>Waits until a request has ended because its client disconnected.</summary>
    public async Task ClientDisconnectedAsync() => await _disconnects.Reader.ReadAsync().AsTask().Within();

    public async Task ApplyAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Headers.ContainsKey(Header))
        {
            context.Response.Body = new LostStream();
        }

        await next(context);
        if (context.RequestAborted.IsCancellationRequested)
        {
            _ = _disconnects.Writer.TryWrite(true);
        }
    }

    private sealed class LostStream : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("The connection was reset.");
    }
}
