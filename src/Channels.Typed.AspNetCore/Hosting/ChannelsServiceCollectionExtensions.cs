using System.Diagnostics.Metrics;
using Channels.Typed;
using Channels.Typed.AspNetCore;
using Channels.Typed.AspNetCore.Channels;
using Channels.Typed.AspNetCore.Connections;
using Channels.Typed.AspNetCore.Handover;
using Channels.Typed.AspNetCore.Hosting;
using Channels.Typed.AspNetCore.LongPolling;
using Channels.Typed.AspNetCore.Observability;
using Channels.Typed.PubSub;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the channels' services to an application.</summary>
public static class ChannelsServiceCollectionExtensions
{
    /// <summary>
    /// Adds the services of channels, among them <see cref="IChannels"/>, which sends events from anywhere in the application. PubSub is
    /// in memory unless an adapter is added.
    /// </summary>
    /// <remarks>
    /// If an option is out of range, the first <c>MapChannels</c>, or the start of the host, throws an
    /// <see cref="OptionsValidationException"/> that names all such options.
    /// </remarks>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Sets the server's options; <see langword="null"/> for the defaults.</param>
    /// <returns>A builder for further configuration, such as an adapter.</returns>
    public static ChannelsBuilder AddChannels(this IServiceCollection services, Action<ChannelsOptions>? configure = null)
    {
        OptionsBuilder<ChannelsOptions> options = services.AddOptions<ChannelsOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ChannelsOptions>, ChannelsOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new ChannelPubSub(provider.GetService<IPubSubAdapter>()));
        services.TryAddSingleton<IChannels, ChannelsPublisher>();
        services.AddMetrics();
        services.TryAddSingleton(provider => new ServerTelemetry(
            provider.GetRequiredService<IMeterFactory>(), provider.GetRequiredService<TimeProvider>(), CreateLogger(provider)));
        services.TryAddSingleton(CreateServerServices);
        services.TryAddSingleton(provider => new ConnectionRegistry(
            provider.GetRequiredService<ServerServices>().Options, provider.GetRequiredService<TimeProvider>(), CreateLogger(provider)));
        services.TryAddSingleton(CreateDrainer);
        services.AddDataProtection(); // Protects the tokens of long polling. The application configures where the keys are stored.
        services.TryAddSingleton(provider => new LongPollNode(
            provider.GetRequiredService<ServerServices>(), provider.GetRequiredService<ConnectionRegistry>()));
        services.AddHostedService<ChannelsService>();
        AddHandover(services);
        return new ChannelsBuilder(services);
    }

    // Kestrel uses the last factory that can bind an endpoint. If the application has registered another transport, that one is kept.
    private static void AddHandover(IServiceCollection services)
    {
        const string KestrelTransports = "Microsoft.AspNetCore.Server.Kestrel.Transport";
        if (services.All(service => service.ServiceType != typeof(IConnectionListenerFactory)
            || service.ImplementationType == typeof(HandoverListenerFactory)
            || service.ImplementationType?.Namespace?.StartsWith(KestrelTransports, StringComparison.Ordinal) == true))
        {
            services.TryAddSingleton(provider =>
                new HandoverSwitch(provider.GetRequiredService<IOptions<ChannelsOptions>>().Value.Handover));
            services.TryAddSingleton(CreateHandoverLimits);
            services.TryAddEnumerable(ServiceDescriptor.Singleton<IConnectionListenerFactory, HandoverListenerFactory>());
        }
    }

    private static HandoverLimits CreateHandoverLimits(IServiceProvider provider)
    {
        ServerServices services = provider.GetRequiredService<ServerServices>();

        // A connection that ends waits for its channels, so the listener waits a little longer.
        return new HandoverLimits(
            services.Options.ChannelShutdownTimeout + TimeSpan.FromSeconds(1),
            services.Time,
            count => Log.ConnectionsDidNotEnd(services.Logger, count));
    }

    private static ServerServices CreateServerServices(IServiceProvider provider)
    {
        ChannelsOptions options = provider.GetRequiredService<IOptions<ChannelsOptions>>().Value;
        ChannelPubSub pubSub = provider.GetRequiredService<ChannelPubSub>();
        ServerTelemetry telemetry = provider.GetRequiredService<ServerTelemetry>();
        pubSub.OnDelivered = telemetry.OnBroadcast;
        return new ServerServices(
            options,
            pubSub,
            provider,
            provider.GetRequiredService<IServiceScopeFactory>(),
            provider.GetRequiredService<TimeProvider>(),
            CreateLogger(provider),
            telemetry);
    }

    private static Drainer CreateDrainer(IServiceProvider provider)
    {
        ServerServices services = provider.GetRequiredService<ServerServices>();
        return new Drainer(provider.GetRequiredService<ConnectionRegistry>(), services.Options.Drain, services.Time, services.Logger);
    }

    private static ILogger CreateLogger(IServiceProvider provider) =>
        provider.GetRequiredService<ILoggerFactory>().CreateLogger(ServerTelemetry.Name);
}
