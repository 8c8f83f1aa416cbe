using Channels.Typed.AspNetCore.LongPolling;
using Channels.Typed.AspNetCore.Observability;
using Channels.Typed.AspNetCore.Tests.Fixture;
using Channels.Typed.PubSub;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.LongPolling.Fixture;

/// <summary>A server on Kestrel that serves long polling, with a free port and a clock that the test moves.</summary>
internal sealed class PollServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly List<PollClient> _clients = [];

    private PollServer(WebApplication app, BrokenNetwork network)
    {
        _app = app;
        Network = network;
    }

    public static TimeSpan Window { get; } = TimeSpan.FromSeconds(10);

    /// <summary>The timeout of the mount "/patient".</summary>
    public static TimeSpan PatientPubSubTimeout { get; } = TimeSpan.FromSeconds(5);

    public BrokenNetwork Network { get; }

    public TimerClock Clock => (TimerClock)_app.Services.GetRequiredService<TimeProvider>();

    public TestLog Log => _app.Services.GetRequiredService<TestLog>();

    public IChannels Channels => _app.Services.GetRequiredService<IChannels>();

    public int Sessions => _app.Services.GetRequiredService<LongPollNode>().Count;

    public Uri Http => new(_app.Urls.First());

    public static async Task<PollServer> StartAsync(
        Action<ChannelsOptions>? configure = null,
        MemoryKeys? keys = null,
        IPubSubAdapter? adapter = null,
        TimerClock? clock = null,
        Action<IServiceCollection>? build = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<TimeProvider>(clock ?? new TimerClock());
        builder.Services.AddSingleton<TestLog>();
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddChannels(configure);
        builder.Services.AddDataProtection().SetApplicationName("tests");
        builder.Services.Configure<KeyManagementOptions>(options => options.XmlRepository = keys ?? new MemoryKeys());
        if (adapter is not null)
        {
            builder.Services.AddSingleton(adapter);
        }

        build?.Invoke(builder.Services);
        WebApplication app = builder.Build();
        var network = new BrokenNetwork();
        app.Use(network.ApplyAsync);
        app.MapChannels<FixtureSocket>("/socket");
        app.MapChannels<FixtureSocket>("/other");
        app.MapChannels<FailingSocket>("/failing");
        app.MapChannels<ContextSocket>("/context");
        app.MapChannels<FixtureSocket>("/patient", options => options.LongPoll.PubSubTimeout = PatientPubSubTimeout);
        await app.StartAsync();
        return new PollServer(app, network);
    }

    /// <summary>A client without a session.</summary>
    public PollClient Client(string mount = "/socket", string query = "vsn=2.0.0")
    {
        var client = new PollClient(Http, mount, query);
        _clients.Add(client);
        return client;
    }

    public async Task<PollClient> OpenAsync(string mount = "/socket", string query = "vsn=2.0.0")
    {
        PollClient client = Client(mount, query);
        await client.OpenAsync();
        return client;
    }

    /// <summary>A client that has joined a topic with join ref "1" and has received the reply.</summary>
    public async Task<PollClient> JoinAsync(string topic = "room:a")
    {
        PollClient client = await OpenAsync();
        await client.SendAsync($$"""["1","1","{{topic}}","phx_join",{}]""");
        await client.ExpectAsync($$"""["1","1","{{topic}}","phx_reply",{"response":{},"status":"ok"}]""");
        return client;
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (PollClient client in _clients)
        {
            client.Dispose();
        }

        await _app.DisposeAsync();
    }
}
