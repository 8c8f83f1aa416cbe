using Channels.Typed.Client.Tests.Fixture;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Channels.Typed.Client.Tests.Recorded.Player;

/// <summary>A real server of WebSockets on a port of its own, which knows nothing but the recording.</summary>
internal sealed class WebSocketHost : IAsyncDisposable
{
    /// <summary>Says which of the recorded clients connects; the one thing that ours says besides.</summary>
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

    // What the client let go of may still be under way here.
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _app.StopAsync().Within();
        await _app.DisposeAsync();
        _stop.Dispose();
    }
}
