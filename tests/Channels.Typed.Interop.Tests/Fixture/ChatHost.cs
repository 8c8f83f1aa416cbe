using System.Net;
using Channels.Typed.Interop.Tests.Lab;
using Chat.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Channels.Typed.Interop.Tests.Fixture;

/// <summary>The chat's server and the lab, in this process, on a real Kestrel that can be stopped and started again.</summary>
internal sealed class ChatHost : IAsyncDisposable
{
    private readonly TcpProxy? _proxy; // Keeps the address when the server gets another port.
    private WebApplication _app;

    private ChatHost(WebApplication app, TcpProxy? proxy)
    {
        _app = app;
        _proxy = proxy;
    }

    public Uri Page => _proxy is null ? new Uri(_app.Urls.First()) : new Uri($"http://127.0.0.1:{_proxy.Port}");

    public Uri Socket => At("/socket");

    public Uri Lab => At("/lab");

    public IChannels Channels => _app.Services.GetRequiredService<IChannels>();

    public static async Task<ChatHost> StartAsync(bool mayRestart = false)
    {
        WebApplication app = await StartAppAsync();
        return new ChatHost(app, mayRestart ? TcpProxy.Start(AddressOf(app)) : null);
    }

    /// <summary>Stops the server and begins anew, with nothing remembered.</summary>
    public async Task RestartAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _app = await StartAppAsync();
        _proxy!.Server = AddressOf(_app); // Only who has said so may restart.
    }

    public async ValueTask DisposeAsync()
    {
        _proxy?.Dispose();
        await _app.DisposeAsync();
    }

    private static IPEndPoint AddressOf(WebApplication app) => new(IPAddress.Loopback, new Uri(app.Urls.First()).Port);

    private static async Task<WebApplication> StartAppAsync()
    {
        WebApplication app = ChatApp.Create(["--urls", "http://127.0.0.1:0"], builder =>
        {
            builder.Logging.ClearProviders();
            builder.Services.AddSingleton<LabLog>();
        });
        app.MapChannels("/lab", socket => socket.Add<LabChannel>());
        await app.StartAsync();
        return app;
    }

    private Uri At(string path) => new UriBuilder(Page) { Scheme = "ws", Path = path }.Uri;
}
