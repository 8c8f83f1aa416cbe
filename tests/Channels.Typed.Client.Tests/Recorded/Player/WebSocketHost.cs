using Channels.Typed.Client.Tests.Fixture;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Channels.Typed.Client.Tests.Recorded.Player;

/// <summary>A Kestrel server on a free port. It passes every WebSocket request to the recording player.</summary>
internal sealed class WebSocketHost : IAsyncDisposable
{
    /// <summary>The header with the letter of the recorded client. It is the only thing that our client sends in addition.</summary>
    public const string ClientHeader = "x-recorded-client";

    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stop = new();

    private WebSocketHost(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    public static async Task<WebSocketHost> StartAsync(Action<string, IRecordedAttempt> onAttempt)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        _ = builder.Logging.ClearProviders();
        _ = builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication app = builder.Build();
        var host = new WebSocketHost(app);
        _ = app.UseWebSockets();
        app.Run(async context =>
        {
            var attempt = new WebSocketAttempt(context);
            onAttempt(context.Request.Headers[ClientHeader].ToString(), attempt);
            await attempt.RunAsync(host._stop.Token);
        });
        await app.StartAsync();
        return host;
    }

    // Requests of aborted connections may still be running, so they are canceled first.
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _app.StopAsync().Within();
        await _app.DisposeAsync();
        _stop.Dispose();
    }
}
