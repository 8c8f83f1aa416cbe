using System.Net.WebSockets;
using Channels.Typed.PubSub;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Channels.Typed.AspNetCore.Tests.Fixture;

/// <summary>A server on Kestrel with a free port, or on TestServer, and a clock that the test moves.</summary>
internal sealed class FixtureServer : IAsyncDisposable
{
    // Flows from the constructor of a test class into its tests.
    private static readonly AsyncLocal<bool> InMemory = new();

    private readonly WebApplication _app;
    private readonly List<RawClient> _clients = [];

    private FixtureServer(WebApplication app) => _app = app;

    public IServiceProvider Services => _app.Services;

    public FakeTimeProvider Time => (FakeTimeProvider)_app.Services.GetRequiredService<TimeProvider>();

    public TestLog Log => _app.Services.GetRequiredService<TestLog>();

    public IChannels Channels => _app.Services.GetRequiredService<IChannels>();

    public ChannelPubSub PubSub => _app.Services.GetRequiredService<ChannelPubSub>();

    public Uri Http => new(_app.Urls.First());

    /// <summary>Makes the servers of this test run on TestServer. Called in the constructor of a test class.</summary>
    public static void UseTestServer() => InMemory.Value = true;

    public static async Task<FixtureServer> StartAsync(
        Action<ChannelsOptions>? configure = null, Action<WebApplicationBuilder>? build = null, Action<WebApplication>? use = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<TimeProvider>(new FakeTimeProvider());
        builder.Services.AddSingleton<TestLog>();
        builder.Services.AddChannels(configure);
        build?.Invoke(builder);
        if (InMemory.Value)
        {
            builder.WebHost.UseTestServer();
        }

        WebApplication app = builder.Build();
        use?.Invoke(app);
        app.MapChannels<FixtureSocket>("/socket");
        await app.StartAsync();
        return new FixtureServer(app);
    }

    public async Task<RawClient> ConnectAsync(
        string query = "vsn=2.0.0",
        Action<ClientWebSocketOptions>? configure = null,
        string path = "/socket/websocket",
        HttpMessageInvoker? invoker = null)
    {
        if (Services.GetRequiredService<IServer>() is TestServer memory)
        {
            Assert.Null(configure);
            return await ConnectAsync(memory.CreateWebSocketClient(), query, path);
        }

        var address = new UriBuilder(Http) { Scheme = Http.Scheme == "https" ? "wss" : "ws", Path = path, Query = query };
        RawClient client = await RawClient.ConnectAsync(address.Uri, configure, invoker);
        _clients.Add(client);
        return client;
    }

    /// <summary>Connects to a server on TestServer.</summary>
    public async Task<RawClient> ConnectAsync(
        WebSocketClient connector, string query = "vsn=2.0.0", string path = "/socket/websocket")
    {
        RawClient client = RawClient.Over(await connector.ConnectAsync(new Uri($"ws://localhost{path}?{query}"), default).Within());
        _clients.Add(client);
        return client;
    }

    public HttpClient CreateHttpClient() => Services.GetRequiredService<IServer>() is TestServer memory
        ? memory.CreateClient()
        : new HttpClient { BaseAddress = Http, Timeout = Patience.Time };

    /// <summary>A client that has joined a topic with join ref "1".</summary>
    public async Task<RawClient> JoinAsync(string topic = "room:a")
    {
        RawClient client = await ConnectAsync();
        await client.SendAsync($$"""["1","1","{{topic}}","phx_join",{}]""");
        await client.ExpectAsync($$"""["1","1","{{topic}}","phx_reply",{"response":{},"status":"ok"}]""");
        return client;
    }

    /// <summary>Sends large broadcasts, which a client that does not read cannot take, until the condition is true.</summary>
    public async Task BroadcastUntilAsync(string topic, Func<bool> condition)
    {
        ChannelPayload large = ChannelPayload.FromJson($$"""{"text":"{{new string('x', 30_000)}}"}""");
        for (int i = 0; i < 10_000 && !condition(); i++)
        {
            await Channels.BroadcastAsync(topic, "large", large);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken = default) => _app.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        foreach (RawClient client in _clients)
        {
            client.Dispose();
        }

        await _app.DisposeAsync();
    }
}
