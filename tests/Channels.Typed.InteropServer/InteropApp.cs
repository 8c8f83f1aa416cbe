using Channels.Typed.AspNetCore;

namespace Channels.Typed.InteropServer;

/// <summary>The application that the recordings in tests/wire were taken from, on this library; the readme says what it does.</summary>
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

        WebApplication app = builder.Build();
        app.Use(ErrorBodies.RenderAsync);
        app.UseRouting();
        app.Map("/health", () => "ok");
        app.Map("/gc", CollectGarbage);
        app.MapChannels<InteropSocket>("/socket");
        app.MapFallback("{**path}", ErrorBodies.NotFoundAsync);
        return app;
    }

    // For load rigs: what is left in memory afterwards is in use.
    private static string CollectGarbage()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return "ok";
    }
}
