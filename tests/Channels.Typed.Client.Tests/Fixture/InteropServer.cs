using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Channels.Typed.Client.Tests.Fixture;

/// <summary>Our real server on a port of its own.</summary>
internal sealed class InteropServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private InteropServer(WebApplication app) => _app = app;

    public IChannels Channels => _app.Services.GetRequiredService<IChannels>();

    public static async Task<InteropServer> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        _ = builder.Logging.ClearProviders();
        _ = builder.WebHost.UseUrls("http://127.0.0.1:0");
        _ = builder.Services.AddChannels();
        WebApplication app = builder.Build();
        _ = app.MapChannels<InteropSocket>("/socket");
        await app.StartAsync();
        return new InteropServer(app);
    }

    public ChannelSocket CreateSocket(Action<ChannelSocketOptions>? configure = null)
    {
        var options = new ChannelSocketOptions { RejoinDelays = [TimeSpan.FromMilliseconds(1)] };
        configure?.Invoke(options);
        return new ChannelSocket(new Uri(_app.Urls.First() + "/socket"), options);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
