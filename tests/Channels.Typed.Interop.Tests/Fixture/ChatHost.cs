using Channels.Typed.Interop.Tests.Lab;
using Chat.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Channels.Typed.Interop.Tests.Fixture;

/// <summary>The chat's server and the lab, in this process, on a real Kestrel that can be stopped and started again on its port.</summary>
internal sealed class ChatHost : IAsyncDisposable
{
    private WebApplication _app;

    private ChatHost(WebApplication app) => _app = app;

    public Uri Page => new(_app.Urls.First());

    public Uri Socket => At("/socket");

    public Uri Lab => At("/lab");

    public IChannels Channels => _app.Services.GetRequiredService<IChannels>();

    public static async Task<ChatHost> StartAsync() => new(await StartAppAsync("http://127.0.0.1:0"));

    /// <summary>Stops the server and begins anew, with nothing remembered.</summary>
    public async Task RestartAsync()
    {
        string url = _app.Urls.First();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _app = await StartAppAsync(url);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task<WebApplication> StartAppAsync(string url)
    {
        WebApplication app = ChatApp.Create(["--urls", url], builder =>
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
