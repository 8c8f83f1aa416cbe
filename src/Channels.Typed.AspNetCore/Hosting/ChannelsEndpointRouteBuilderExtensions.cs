using System.Diagnostics.CodeAnalysis;
using Channels.Typed.AspNetCore;
using Channels.Typed.AspNetCore.Channels;
using Channels.Typed.AspNetCore.Connections;
using Channels.Typed.AspNetCore.Gate;
using Channels.Typed.AspNetCore.Handshake;
using Channels.Typed.AspNetCore.Hosting;
using Channels.Typed.AspNetCore.LongPolling;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Mounts sockets in an application.</summary>
public static class ChannelsEndpointRouteBuilderExtensions
{
    /// <summary>Mounts a user socket: clients connect to <c>{pattern}/websocket</c>, or to <c>{pattern}/longpoll</c> where no WebSocket gets through.</summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The mount, such as <c>/socket</c>; it may have route parameters, which are among the connect's params.</param>
    /// <param name="configureOptions">Sets what is different at this mount, if given: limits, origins, subprotocols and more.</param>
    /// <typeparam name="TUserSocket">The user socket. It may be mounted several times, with different options.</typeparam>
    /// <returns>A builder for conventions such as <c>RequireAuthorization</c>.</returns>
    /// <exception cref="InvalidOperationException"><c>AddChannels</c> has not been called, or a channel names a policy that does not exist.</exception>
    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">An option is out of its range.</exception>
    public static IEndpointConventionBuilder MapChannels<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TUserSocket>(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern, Action<SocketOptions>? configureOptions = null)
        where TUserSocket : IUserSocket
    {
        ObjectFactory<TUserSocket> create = ActivatorUtilities.CreateFactory<TUserSocket>([]);
        return Map(
            endpoints,
            pattern,
            typeof(TUserSocket).ToString(),
            TUserSocket.Configure,
            configureOptions,
            (context, connect, logger) => UserSocketLifetime.ConnectAsync(create(context.RequestServices, null), connect, logger, context.RequestAborted));
    }

    /// <summary>Mounts a socket that everybody may connect to, unless a convention such as <c>RequireAuthorization</c> says otherwise.</summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The mount, such as <c>/socket</c>.</param>
    /// <param name="configure">Adds the channels that the socket serves.</param>
    /// <param name="configureOptions">Sets what is different at this mount, if given.</param>
    /// <returns>A builder for conventions such as <c>RequireAuthorization</c>.</returns>
    /// <exception cref="InvalidOperationException"><c>AddChannels</c> has not been called, or a channel names a policy that does not exist.</exception>
    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">An option is out of its range.</exception>
    public static IEndpointConventionBuilder MapChannels(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern, Action<SocketBuilder> configure, Action<SocketOptions>? configureOptions = null) =>
        Map(endpoints, pattern, "", configure, configureOptions, static (_, _, _) => new(ConnectResult.Accept()));

    private static IEndpointConventionBuilder Map(
        IEndpointRouteBuilder endpoints,
        string pattern,
        string userSocket,
        Action<SocketBuilder> configure,
        Action<SocketOptions>? configureOptions,
        Func<HttpContext, ConnectContext, ILogger, ValueTask<ConnectResult>> ask)
    {
        ServerServices services = endpoints.ServiceProvider.GetService<ServerServices>()
            ?? throw new InvalidOperationException("Channels are not among the services. Call builder.Services.AddChannels() before MapChannels.");
        ValueTask<ConnectResult> Connect(HttpContext context, ConnectContext request) => ask(context, request, services.Logger);
        var socket = new SocketBuilder();
        configure(socket);
        var options = new SocketOptions(services.Options);
        configureOptions?.Invoke(options);
        options.Validate(pattern);

        ConnectionRegistry connections = endpoints.ServiceProvider.GetRequiredService<ConnectionRegistry>();
        connections.SweepOftenEnoughFor(options);
        var mount = new SocketMount(new SocketRoutes([.. socket.Channels.Select(Serve)]), options, services, Connect);
        var endpoint = new SocketEndpoint(mount, connections);
        IEndpointConventionBuilder webSocket =
            endpoints.Map(pattern.TrimEnd('/') + options.WebSocketPath, endpoint.HandleAsync).WithDisplayName($"Channels {pattern} (WebSocket)");
        return options.LongPoll.IsEnabled
            ? new EndpointConventions([webSocket, LongPollEndpoint.Map(endpoints, pattern, userSocket, mount)])
            : webSocket;

        ChannelRoute Serve(ChannelRegistration channel) => new(
            channel.Handler,
            new CallPlanner(channel.Handler.Tags, channel.Rules, services.Options.RateLimits, endpoints.ServiceProvider, services.Logger)
                .Plan([.. services.Options.Filters.Factories, .. options.Filters.Factories]));
    }
}
