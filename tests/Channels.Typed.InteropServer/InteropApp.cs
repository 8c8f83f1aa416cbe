using Channels.Typed.AspNetCore;
using Channels.Typed.InteropServer.Cases;
using Channels.Typed.InteropServer.Recorded;

namespace Channels.Typed.InteropServer;

/// <summary>The application of the recordings in tests/wire, on this library. The README says what it does.</summary>
internal static class InteropApp
{
    public static WebApplication Create(string[] args)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
        builder.Logging.ClearProviders();
        builder.Services.AddChannels(options =>
        {
            options.CheckOrigin = false;
            options.UnknownEvents = BadMessageAction.Crash;
            options.InvalidPayloads = BadMessageAction.Crash;
        });
        builder.Services.AddSingleton<Signals>();
        builder.Services.AddSingleton<Members>();
        builder.Services.AddSingleton(new Pace(TimeSpan.FromMilliseconds(builder.Configuration.GetValue("later", 20))));

        bool hasDiagnostics = Diagnostics.IsOn(builder.Configuration);
        if (hasDiagnostics)
        {
            Diagnostics.Add(builder);
        }

        WebApplication app = builder.Build();
        app.Use(ErrorBodies.RenderAsync);
        app.UseRouting();
        app.Map("/health", () => "ok");
        app.Map("/gc", CollectGarbage);
        if (hasDiagnostics)
        {
            app.Map("/diagnostics", Diagnostics.DescribeAsync);
            app.Map("/stop", (IHostApplicationLifetime host) => host.StopApplication());
        }

        MapSockets(app, app.Configuration.GetValue("stretch", 1));
        app.MapFallback("{**path}", ErrorBodies.NotFoundAsync);
        return app;
    }

    private static void MapSockets(WebApplication app, int stretch)
    {
        app.MapChannels<InteropSocket>("/socket");
        app.MapChannels<InteropSocket>("/auth", options => options.AuthToken = true);
        app.MapChannels<InteropSocket>("/short", options =>
        {
            options.IdleTimeout = TimeSpan.FromMilliseconds(1500) * stretch;
            options.MaxMessageBytes = 1000;
            options.LongPoll.WindowTime = TimeSpan.FromSeconds(1) * stretch;
            options.LongPoll.PubSubTimeout = TimeSpan.FromMilliseconds(500) * stretch;
            options.LongPoll.TokenMaxAge = TimeSpan.FromSeconds(3) * stretch;
        });
        app.MapChannels<InteropSocket>(
            "/origin", options => options.CheckOrigin = OriginCheck.AnyOf("https://example.com", "//*.example.org"));
        app.MapChannels<InteropSocket>("/deflate", options =>
        {
            options.Compress = true;
            options.LongPoll.IsEnabled = false;
        });
        app.MapChannels<InteropSocket>("/errh", options =>
        {
            options.ErrorHandler = ErrorBodies.AnswerRefusalAsync;
            options.Subprotocols.Add("phx.v2");
            options.Subprotocols.Add("chat");
        });
        app.MapChannels<InteropSocket>("/two", options => options.MaxChannelsPerConnection = 2);
    }

    // For load tests: the memory that remains is in use.
    private static string CollectGarbage()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return "ok";
    }
}
