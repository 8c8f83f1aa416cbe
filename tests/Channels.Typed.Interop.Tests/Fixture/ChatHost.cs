using System.Net;
using Channels.Typed.Interop.Tests.Faults;
using Chat.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Channels.Typed.Interop.Tests.Fixture;

/// <summary>The chat's server and a <see cref="FaultChannel"/>, in this process and on Kestrel. It can be restarted.</summary>
internal sealed class ChatHost : IAsyncDisposable
{
    private readonly TcpProxy? _proxy; // Keeps the address if the restarted server has another port.
    private WebApplication _app;

    private ChatHost(WebApplication app, TcpProxy? proxy)
    {
        _app = app;
        _proxy = proxy;
    }

    public Uri Page => _proxy is null ? new Uri(_app.Urls.First()) : new Uri($"http://127.0.0.1:{_proxy.Port}");

    public Uri Socket => At("/socket");

    public Uri Faults => At("/faults");

    public IChannels Channels => _app.Services.GetRequiredService<IChannels>();

    public static async Task<ChatHost> StartAsync(bool mayRestart = false)
    {
        WebApplication app = await StartAppAsync();
        return new ChatHost(app, mayRestart ? TcpProxy.Start(AddressOf(app)) : null);
    }

    /// <summary>
    /// Stops the server and starts a new one without the state of the old one. Only after <c>StartAsync(mayRestart: true)</c>.
    /// </summary>
    public async Task RestartAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _app = await StartAppAsync();
        _proxy!.Server = AddressOf(_app); // Set by mayRestart.
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
            builder.Services.AddSingleton<FaultLog>();
        });
        app.MapChannels("/faults", socket => socket.Add<FaultChannel>());
        await app.StartAsync();
        return app;
    }

    private Uri At(string path) => new UriBuilder(Page) { Scheme = "ws", Path = path }.Uri;
}
