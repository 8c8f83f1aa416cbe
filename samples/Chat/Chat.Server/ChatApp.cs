using Channels.Typed.AspNetCore;

namespace Chat.Server;

/// <summary>The chat as an application, so that tests can run it in their own process.</summary>
public static class ChatApp
{
    /// <summary>The address of the chat, unless <c>--urls</c> sets another one.</summary>
    public const string DefaultUrl = "http://localhost:5080";

    /// <summary>Creates the application; the caller starts it.</summary>
    public static WebApplication Create(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = AppContext.BaseDirectory,
        });
        if (string.IsNullOrEmpty(builder.Configuration["urls"]))
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);

        // Program prints a message of its own if the server cannot start.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        configure?.Invoke(builder);

        #region readme-filters
        builder.Services.Configure<ChannelsOptions>(options => options.Filters.Add<SlowCallFilter>());
        #endregion

        builder.Services.AddChannels();
        builder.Services.AddSingleton<MessageStore>();
        builder.Services.AddSingleton<RoomMembers>();
        builder.Services.AddSingleton<Announcer>();

        WebApplication app = builder.Build();
        app.MapChannels<UserSocket>("/socket"); // Clients connect to /socket/websocket.

        // curl -d "Tea is ready" http://localhost:5080/announce/lobby
        app.MapPost("/announce/{room}", async (
            string room, HttpRequest request, Announcer announcer, CancellationToken cancellationToken) =>
        {
            if (request.ContentLength is null or 0 or > ChatLimits.Body)
            {
                return Results.BadRequest($"Send 1 to {ChatLimits.Body} bytes of text.");
            }

            using var body = new StreamReader(request.Body);
            string text = await body.ReadToEndAsync(cancellationToken);

            await announcer.AnnounceAsync(room, text, cancellationToken);
            return Results.NoContent();
        });

        app.UseDefaultFiles();
        app.UseStaticFiles(new StaticFileOptions
        {
            // The browser asks each time and gets 304 if nothing changed, so that a rebuilt page shows at once.
            OnPrepareResponse = static response => response.Context.Response.Headers.CacheControl = "no-cache",
        });
        return app;
    }
}
