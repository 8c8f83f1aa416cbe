using Channels.Typed.AspNetCore;

namespace Chat.Server;

/// <summary>The chat as an application, so that tests can run it in their own process.</summary>
public static class ChatApp
{
    /// <summary>Where the chat is unless <c>--urls</c> says otherwise.</summary>
    public const string DefaultUrl = "http://localhost:5080";

    /// <summary>Makes the application; the caller starts it.</summary>
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

        // Program says what it means that the server cannot start.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        configure?.Invoke(builder);

        #region readme-filters
        builder.Services.Configure<ChannelsOptions>(options => options.Filters.Add<SlowCallFilter>());
        #endregion

        #region readme-host
        builder.Services.AddChannels();
        builder.Services.AddSingleton<MessageStore>();
        builder.Services.AddSingleton<RoomMembers>();
        builder.Services.AddSingleton<Announcer>();

        WebApplication app = builder.Build();
        app.MapChannels<UserSocket>("/socket");         // clients connect to /socket/websocket
        #endregion

        // curl -d "Tea is ready" http://localhost:5080/announce/lobby
        app.MapPost("/announce/{room}", async (string room, HttpRequest request, Announcer announcer, CancellationToken cancellationToken) =>
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
            // Asked for again each time and answered with 304: a rebuilt page is seen at once.
            OnPrepareResponse = static response => response.Context.Response.Headers.CacheControl = "no-cache",
        });
        return app;
    }
}
