using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace Channels.Typed.AspNetCore.Tests.LongPolling.Fixture;

/// <summary>Loses the answers of requests that ask for it, as a network would, and tells when the server has noticed that a client is gone.</summary>
internal sealed class BadNetwork
{
    public const string Header = "x-test-lose";

    private readonly Channel<bool> _gone = Channel.CreateUnbounded<bool>();

    /// <summary>Waits until a request has ended without its client.</summary>
    public async Task ClientGoneAsync() => await _gone.Reader.ReadAsync().AsTask().Within();

    public async Task ApplyAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Headers.ContainsKey(Header))
        {
            context.Response.Body = new LostStream();
        }

        await next(context);
        if (context.RequestAborted.IsCancellationRequested)
        {
            _ = _gone.Writer.TryWrite(true);
        }
    }

    private sealed class LostStream : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("The connection was reset.");
    }
}
