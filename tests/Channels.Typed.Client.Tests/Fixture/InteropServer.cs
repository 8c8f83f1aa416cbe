using System.Net;
using Channels.Typed.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Channels.Typed.Client.Tests.Fixture;

/// <summary>Our server, on Kestrel and a free port.</summary>
internal sealed class InteropServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private InteropServer(WebApplication app) => _app = app;

    public IChannels Channels => _app.Services.GetRequiredService<IChannels>();

    public ConnectLog Log => _app.Services.GetRequiredService<ConnectLog>();

    /// <summary>
    /// Starts the server. <paramref name="onWebSocket"/> may answer a WebSocket request itself; it returns null to pass it on.
    /// </summary>
    public static async Task<InteropServer> StartAsync(
        Action<SocketOptions>? configure = null,
        Func<HttpContext, Task?>? onWebSocket = null,
        HttpProtocols protocols = HttpProtocols.Http1)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        _ = builder.Logging.ClearProviders();
        _ = builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(
            options => options.ConfigureEndpointDefaults(listen => listen.Protocols = protocols));
        _ = builder.Services.AddChannels();
        _ = builder.Services.AddSingleton<ConnectLog>();
        WebApplication app = builder.Build();
        if (onWebSocket is not null)
        {
            _ = app.UseWebSockets();
            _ = app.Use((context, next) => context.Request.Path.Value!.EndsWith("/websocket", StringComparison.Ordinal)
                ? onWebSocket(context) ?? next(context)
                : next(context));
        }

        _ = app.MapChannels<InteropSocket>("/socket", configure);
        await app.StartAsync();
        return new InteropServer(app);
    }

    public IPEndPoint Address => new(IPAddress.Loopback, new Uri(_app.Urls.First()).Port);

    /// <summary>Creates a socket of this server. <paramref name="port"/> is the port of a proxy, if there is one.</summary>
    public ChannelSocket CreateSocket(Action<ChannelSocketOptions>? configure = null, int? port = null)
    {
        var options = new ChannelSocketOptions
        {
            RejoinDelays = [TimeSpan.FromMilliseconds(1)],
            Timeout = Patience.Time,
            TransportMemory = new TestTransportMemory(),
        };
        configure?.Invoke(options);
        return new ChannelSocket(new Uri($"http://127.0.0.1:{port ?? Address.Port}/socket"), options);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
