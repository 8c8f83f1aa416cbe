using Microsoft.AspNetCore.Http;

namespace Channels.Typed.AspNetCore.Tests.LongPolling.Fixture;

/// <summary>Loses the answers of requests that ask for it, as a network would.</summary>
internal static class BadNetwork
{
    public const string Header = "x-test-lose";

    public static Task ApplyAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Headers.ContainsKey(Header))
        {
            context.Response.Body = new LostStream();
        }

        return next(context);
    }

    private sealed class LostStream : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("The connection was reset.");
    }
}
