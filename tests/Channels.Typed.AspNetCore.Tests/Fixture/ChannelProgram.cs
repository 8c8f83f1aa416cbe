using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Channels.Typed.AspNetCore.Tests.Fixture;

/// <summary>
/// What the instances of <see cref="ProgrammedChannel"/> of one server do. A test sets the functions before a client joins.
/// </summary>
internal sealed class ChannelProgram
{
    /// <summary>Gets or sets what handles joins: topic and token.</summary>
    public Func<string, CancellationToken, ValueTask<ChannelReply>> Join { get; set; } = static (_, _) => new(ChannelReply.Ok());

    /// <summary>Gets or sets what handles pushes: the context, the event and the token.</summary>
    public Func<ChannelContext, string, CancellationToken, ValueTask<ChannelReply>> Push { get; set; } =
        static (_, _, _) => new(ChannelReply.Ok());

    /// <summary>Gets or sets what <see cref="IHandleTerminate"/> calls.</summary>
    public Func<ChannelContext, TerminateReason, ValueTask> Terminate { get; set; } = static (_, _) => default;

    /// <summary>Gets or sets what is called when a handler is disposed.</summary>
    public Action Dispose { get; set; } = static () => { };

    /// <summary>Gets or sets what is called when the services of a channel are disposed.</summary>
    public Action DisposeScope { get; set; } = static () => { };

    /// <summary>Gets the contexts of all joins, in order.</summary>
    public ConcurrentQueue<ChannelContext> Joins { get; } = new();

    /// <summary>Starts a server that has this program at <c>/programmed</c>, for the topics <c>p:*</c>.</summary>
    public Task<FixtureServer> StartAsync(
        Action<ChannelsOptions>? configure = null,
        ILoggerProvider? log = null,
        Action<WebApplicationBuilder>? build = null,
        Action<WebApplication>? use = null) =>
        FixtureServer.StartAsync(
            configure,
            builder =>
            {
                builder.Services.AddSingleton(this).AddScoped<ProgramScope>();
                if (log is not null)
                {
                    builder.Logging.AddProvider(log).SetMinimumLevel(LogLevel.Trace);
                }

                build?.Invoke(builder);
            },
            app =>
            {
                use?.Invoke(app);
                app.MapChannels("/programmed", socket => socket.Add<ProgrammedChannel>("p:{rest}"));
            });
}
