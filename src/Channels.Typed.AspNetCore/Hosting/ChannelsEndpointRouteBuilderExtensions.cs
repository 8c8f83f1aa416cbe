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

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps sockets to the endpoints of an application.</summary>
public static class ChannelsEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps a user socket. Clients connect to <c>{pattern}/websocket</c>, or to <c>{pattern}/longpoll</c> if a network does not allow
    /// WebSockets.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">
    /// The path of the mount, such as <c>/socket</c>. It may have route parameters; their values are in
    /// <see cref="ConnectContext.Params"/>.
    /// </param>
    /// <param name="configureOptions">
    /// Sets the options of this mount, such as limits, origins and subprotocols. If it is <see langword="null"/>, the options have the
    /// values of the server's <see cref="ChannelsOptions"/>.
    /// </param>
    /// <typeparam name="TUserSocket">The user socket. It may be mapped several times, with different options.</typeparam>
    /// <returns>A builder for conventions such as <c>RequireAuthorization</c>.</returns>
    /// <exception cref="InvalidOperationException">
    /// <c>AddChannels</c> was not called, or a channel names a policy that does not exist.
    /// </exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">
    /// Options of the mount or of the server are out of range. The exception names all of them.
    /// </exception>
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
            (context, connect) =>
                UserSocketLifetime.ConnectAsync(create(context.RequestServices, null), connect, context.RequestAborted));
    }

    /// <summary>
    /// Maps a socket without a user socket: it accepts every client, unless a convention such as <c>RequireAuthorization</c> refuses the
    /// request.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The path of the mount, such as <c>/socket</c>.</param>
    /// <param name="configure">Adds the channels that the socket serves.</param>
    /// <param name="configureOptions">
    /// Sets the options of this mount. If it is <see langword="null"/>, the options have the values of the server's
    /// <see cref="ChannelsOptions"/>.
    /// </param>
    /// <returns>A builder for conventions such as <c>RequireAuthorization</c>.</returns>
    /// <exception cref="InvalidOperationException">
    /// <c>AddChannels</c> was not called, or a channel names a policy that does not exist.
    /// </exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">
    /// Options of the mount or of the server are out of range. The exception names all of them.
    /// </exception>
    public static IEndpointConventionBuilder MapChannels(
        this IEndpointRouteBuilder endpoints,
        [StringSyntax("Route")] string pattern,
        Action<SocketBuilder> configure,
        Action<SocketOptions>? configureOptions = null) =>
        Map(endpoints, pattern, "", configure, configureOptions, static (_, _) => new(ConnectResult.Accept()));

    private static IEndpointConventionBuilder Map(
        IEndpointRouteBuilder endpoints,
        string pattern,
        string userSocket,
        Action<SocketBuilder> configure,
        Action<SocketOptions>? configureOptions,
        Func<HttpContext, ConnectContext, ValueTask<ConnectResult>> callUserSocket)
    {
        ServerServices services = endpoints.ServiceProvider.GetService<ServerServices>()
            ?? throw new InvalidOperationException(
                "The services of the channels are not registered. Call builder.Services.AddChannels() before MapChannels.");
        var socket = new SocketBuilder();
        configure(socket);
        var options = new SocketOptions(services.Options);
        configureOptions?.Invoke(options);
        options.Validate(pattern);

        ConnectionRegistry connections = endpoints.ServiceProvider.GetRequiredService<ConnectionRegistry>();
        connections.SweepOftenEnoughFor(options);
        var mount = new SocketMount(new SocketRoutes([.. socket.Channels.Select(Serve)]), options, services, callUserSocket);
        var endpoint = new SocketEndpoint(mount, connections);
        IEndpointConventionBuilder webSocket =
            endpoints.Map(pattern.TrimEnd('/') + options.WebSocketPath, endpoint.HandleAsync)
                .WithDisplayName($"Channels {pattern} (WebSocket)");
        return options.LongPoll.IsEnabled
            ? new EndpointConventions([webSocket, LongPollEndpoint.Map(endpoints, pattern, userSocket, mount)])
            : webSocket;

        ChannelRoute Serve(ChannelRegistration channel) => new(
            channel.Handler,
            new CallPlanner(channel.Handler.Tags, channel.Rules, services.Options.RateLimits, endpoints.ServiceProvider, services.Logger)
                .Plan([.. services.Options.Filters.Factories, .. options.Filters.Factories]));
    }
}
