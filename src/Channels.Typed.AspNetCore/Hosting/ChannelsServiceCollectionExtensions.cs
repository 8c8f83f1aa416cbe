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

/// <summary>Adds channels to an application's services.</summary>
public static class ChannelsServiceCollectionExtensions
{
    /// <summary>Adds channels: PubSub in memory, and <see cref="IChannels"/> to send events from anywhere.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Sets limits and times, if given.</param>
    /// <returns>A builder for more.</returns>
    public static ChannelsBuilder AddChannels(this IServiceCollection services, Action<ChannelsOptions>? configure = null)
    {
        OptionsBuilder<ChannelsOptions> options = services.AddOptions<ChannelsOptions>();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new ChannelPubSub(provider.GetService<IPubSubAdapter>()));
        services.TryAddSingleton<IChannels, ChannelsPublisher>();
        services.AddMetrics();
        services.TryAddSingleton(provider => new ServerTelemetry(
            provider.GetRequiredService<IMeterFactory>(), provider.GetRequiredService<TimeProvider>(), CreateLogger(provider)));
        services.TryAddSingleton(CreateServerServices);
        services.TryAddSingleton(provider => new ConnectionRegistry(
            provider.GetRequiredService<ServerServices>().Options, provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(CreateDrainer);
        services.AddDataProtection(); // Tokens of long polling; the application says where the keys are kept.
        services.TryAddSingleton(provider => new LongPollNode(
            provider.GetRequiredService<ServerServices>(), provider.GetRequiredService<ConnectionRegistry>()));
        services.AddHostedService<ChannelsService>();
        AddHandover(services);
        return new ChannelsBuilder(services);
    }

    // The last factory that can bind an endpoint is the one that Kestrel takes. Where the application brought another transport, that one stays.
    private static void AddHandover(IServiceCollection services)
    {
        if (services.All(service => service.ServiceType != typeof(IConnectionListenerFactory)
            || service.ImplementationType == typeof(HandoverListenerFactory)
            || service.ImplementationType?.Namespace?.StartsWith("Microsoft.AspNetCore.Server.Kestrel.Transport", StringComparison.Ordinal) == true))
        {
            services.TryAddEnumerable(ServiceDescriptor.Singleton<IConnectionListenerFactory, HandoverListenerFactory>());
        }
    }

    private static ServerServices CreateServerServices(IServiceProvider provider)
    {
        ChannelsOptions options = provider.GetRequiredService<IOptions<ChannelsOptions>>().Value;
        options.Validate();
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

    private static ILogger CreateLogger(IServiceProvider provider) => provider.GetRequiredService<ILoggerFactory>().CreateLogger(ServerTelemetry.Name);
}
