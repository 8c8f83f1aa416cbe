using System.Diagnostics.CodeAnalysis;
using Channels.Typed.AspNetCore;
using Channels.Typed.AspNetCore.Connections;
using Channels.Typed.AspNetCore.Hosting;
using Channels.Typed.AspNetCore.LongPolling;
using Channels.Typed.AspNetCore.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Mounts sockets in an application.</summary>
public static class ChannelsEndpointRouteBuilderExtensions
{
    /// <summary>Mounts a user socket: clients connect to <c>{pattern}/websocket</c>, or to <c>{pattern}/longpoll</c> where no WebSocket gets through.</summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The mount, such as <c>/socket</c>; it may have route parameters, which are among the connect's params.</param>
    /// <typeparam name="TUserSocket">The user socket.</typeparam>
    /// <returns>A builder for conventions such as <c>RequireAuthorization</c>.</returns>
    /// <exception cref="InvalidOperationException"><c>AddChannels</c> has not been called.</exception>
    public static IEndpointConventionBuilder MapChannels<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TUserSocket>(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern)
        where TUserSocket : IUserSocket
    {
        ObjectFactory<TUserSocket> create = ActivatorUtilities.CreateFactory<TUserSocket>([]);
        return Map(
            endpoints,
            pattern,
            typeof(TUserSocket).ToString(),
            TUserSocket.Configure,
            (context, connect) => create(context.RequestServices, null).ConnectAsync(connect, context.RequestAborted));
    }

    /// <summary>Mounts a socket that everybody may connect to, unless a convention such as <c>RequireAuthorization</c> says otherwise.</summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The mount, such as <c>/socket</c>.</param>
    /// <param name="configure">Adds the channels that the socket serves.</param>
    /// <returns>A builder for conventions such as <c>RequireAuthorization</c>.</returns>
    /// <exception cref="InvalidOperationException"><c>AddChannels</c> has not been called.</exception>
    public static IEndpointConventionBuilder MapChannels(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern, Action<SocketBuilder> configure) =>
        Map(endpoints, pattern, "", configure, static (_, _) => new(ConnectResult.Accept()));

    private static IEndpointConventionBuilder Map(
        IEndpointRouteBuilder endpoints,
        string pattern,
        string userSocket,
        Action<SocketBuilder> configure,
        Func<HttpContext, ConnectContext, ValueTask<ConnectResult>> connect)
    {
        ConnectionServices services = endpoints.ServiceProvider.GetService<ConnectionServices>()
            ?? throw new InvalidOperationException("Channels are not among the services. Call builder.Services.AddChannels() before MapChannels.");
        var socket = new SocketBuilder();
        configure(socket);
        var routes = new SocketRoutes([.. socket.Handlers]);
        var origins = new OriginPolicy(services.Options.CheckOrigin, services.Options.AllowedOrigins);
        var endpoint = new SocketEndpoint(
            routes,
            origins,
            connect,
            services,
            endpoints.ServiceProvider.GetRequiredService<ConnectionRegistry>());
        IEndpointConventionBuilder webSocket =
            endpoints.Map(pattern.TrimEnd('/') + "/websocket", endpoint.HandleAsync).WithDisplayName($"Channels {pattern} (WebSocket)");
        return services.Options.LongPoll.IsEnabled
            ? new EndpointConventions([webSocket, LongPollEndpoint.Map(endpoints, pattern, userSocket, routes, origins, connect, services)])
            : webSocket;
    }
}
