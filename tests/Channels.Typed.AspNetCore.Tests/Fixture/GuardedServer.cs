using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Channels.Typed.AspNetCore.Tests.Fixture;

/// <summary>
/// A server with a <see cref="GuardedChannel"/> at /g, with the rules and options of the test. <c>?user=ann</c> authenticates.
/// </summary>
internal sealed class GuardedServer : IAsyncDisposable
{
    private GuardedServer(FixtureServer server) => Server = server;

    public FixtureServer Server { get; }

    public CallLog Log => Server.Services.GetRequiredService<CallLog>();

    public static async Task<GuardedServer> StartAsync(
        Action<ChannelRules>? rules = null,
        Action<ChannelsOptions>? configure = null,
        Action<SocketOptions>? mount = null,
        Action<IServiceCollection>? services = null) =>
        new(await FixtureServer.StartAsync(
            configure,
            builder =>
            {
                builder.Services.AddSingleton<CallLog>();
                services?.Invoke(builder.Services);
            },
            app =>
            {
                app.Use((context, next) =>
                {
                    if (context.Request.Query["user"] is [{ } user])
                    {
                        context.User = new ClaimsPrincipal(
                            new ClaimsIdentity([new Claim(ClaimTypes.Name, user), new Claim(ClaimTypes.Role, user)], "test"));
                    }

                    return next(context);
                });
                app.MapChannels("/g", socket => socket.Add<GuardedChannel>("g:{rest}", rules), mount);
            }));

    public Task<RawClient> ConnectAsync(string? user = null) =>
        Server.ConnectAsync("vsn=2.0.0" + (user is null ? "" : "&user=" + user), path: "/g/websocket");

    /// <summary>A client that has joined a topic with join ref "1".</summary>
    public async Task<RawClient> JoinAsync(string? user = null, string topic = "g:a")
    {
        RawClient client = await ConnectAsync(user);
        await client.SendAsync($$"""["1","1","{{topic}}","phx_join",{}]""");
        await client.ExpectAsync($$"""["1","1","{{topic}}","phx_reply",{"response":{},"status":"ok"}]""");
        return client;
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
