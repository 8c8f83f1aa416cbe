using System.Diagnostics.Metrics;
using Channels.Typed;
using Channels.Typed.Client;
using Channels.Typed.Client.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds channel sockets to an application's services.</summary>
/// <remarks>
/// <para>
/// A socket is a singleton, registered as <see cref="ChannelSocket"/> and <see cref="IChannelSocket"/>. A named socket is a keyed service,
/// and its name is the key. The container disposes the socket; it must do so asynchronously, as hosts do. The socket connects with its
/// first join.
/// </para>
/// <para>
/// The options come from <c>IOptions</c>, so <c>services.Configure&lt;ChannelSocketOptions&gt;(…)</c> and configuration have an effect on
/// them. The container's <see cref="ILoggerFactory"/>, <see cref="IMeterFactory"/> and <see cref="TimeProvider"/> are used unless the
/// options have others. The options are checked when the host starts, or when they are first used.
/// </para>
/// <para>A second call with the same name adds to the options of the same socket.</para>
/// </remarks>
public static class ChannelSocketServiceCollectionExtensions
{
    /// <summary>Adds the unnamed socket, which connects to an address.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="endpoint">The address of the server's socket, such as <c>wss://example.org/socket</c>.</param>
    /// <param name="configure">Sets further options. May be <see langword="null"/>.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddChannelSocket(
        this IServiceCollection services, Uri endpoint, Action<ChannelSocketOptions>? configure = null)
    {
        if (endpoint is null)
        {
            throw new ArgumentNullException(nameof(endpoint));
        }

        return Add(services, Options.Options.DefaultName, (_, options) =>
        {
            options.Endpoint = endpoint;
            configure?.Invoke(options);
        });
    }

    /// <summary>Adds the unnamed socket. The options must contain <see cref="ChannelSocketOptions.Endpoint"/>.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddChannelSocket(this IServiceCollection services, Action<ChannelSocketOptions> configure)
    {
        if (configure is null)
        {
            throw new ArgumentNullException(nameof(configure));
        }

        return Add(services, Options.Options.DefaultName, (_, options) => configure(options));
    }

    /// <summary>Adds the unnamed socket, and sets its options with the help of other services.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Sets the options. It is called once, when they are first used.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddChannelSocket(
        this IServiceCollection services, Action<IServiceProvider, ChannelSocketOptions> configure) =>
        Add(services, Options.Options.DefaultName, configure ?? throw new ArgumentNullException(nameof(configure)));

    /// <summary>Adds a named socket, which connects to an address.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="name">The name, which is the key of the services and the name of the options.</param>
    /// <param name="endpoint">The address of the server's socket, such as <c>wss://example.org/socket</c>.</param>
    /// <param name="configure">Sets further options. May be <see langword="null"/>.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddChannelSocket(
        this IServiceCollection services, string name, Uri endpoint, Action<ChannelSocketOptions>? configure = null)
    {
        if (endpoint is null)
        {
            throw new ArgumentNullException(nameof(endpoint));
        }

        return Add(services, Name(name), (_, options) =>
        {
            options.Endpoint = endpoint;
            configure?.Invoke(options);
        });
    }

    /// <summary>Adds a named socket. The options must contain <see cref="ChannelSocketOptions.Endpoint"/>.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="name">The name, which is the key of the services and the name of the options.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddChannelSocket(this IServiceCollection services, string name, Action<ChannelSocketOptions> configure)
    {
        if (configure is null)
        {
            throw new ArgumentNullException(nameof(configure));
        }

        return Add(services, Name(name), (_, options) => configure(options));
    }

    /// <summary>Adds a named socket, and sets its options with the help of other services.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="name">The name, which is the key of the services and the name of the options.</param>
    /// <param name="configure">Sets the options. It is called once, when they are first used.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddChannelSocket(
        this IServiceCollection services, string name, Action<IServiceProvider, ChannelSocketOptions> configure) =>
        Add(services, Name(name), configure ?? throw new ArgumentNullException(nameof(configure)));

    private static IServiceCollection Add(
        IServiceCollection services, string name, Action<IServiceProvider, ChannelSocketOptions> configure)
    {
        if (services is null)
        {
            throw new ArgumentNullException(nameof(services));
        }

        services.AddOptions<ChannelSocketOptions>(name)
            .Configure<IServiceProvider>((options, provider) =>
            {
                UseServices(options, provider);
                configure(provider, options);
            })
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ChannelSocketOptions>, ChannelSocketOptionsCheck>());
        if (name.Length == 0)
        {
            services.TryAddSingleton(provider => Make(provider, name));
            services.TryAddSingleton<IChannelSocket>(static provider => provider.GetRequiredService<ChannelSocket>());
        }
        else
        {
            services.TryAddKeyedSingleton(name, (provider, _) => Make(provider, name));
            services.TryAddKeyedSingleton<IChannelSocket>(
                name, static (provider, key) => provider.GetRequiredKeyedService<ChannelSocket>(key));
        }

        return services;
    }

    private static void UseServices(ChannelSocketOptions options, IServiceProvider provider)
    {
        options.LoggerFactory ??= provider.GetService<ILoggerFactory>();
        options.MeterFactory ??= provider.GetService<IMeterFactory>();
        if (options.TimeProvider == TimeProvider.System && provider.GetService<TimeProvider>() is { } timeProvider)
        {
            options.TimeProvider = timeProvider;
        }
    }

    private static ChannelSocket Make(IServiceProvider provider, string name)
    {
        ChannelSocketOptions options = provider.GetRequiredService<IOptionsMonitor<ChannelSocketOptions>>().Get(name);
        return new ChannelSocket(options.Endpoint!, options); // ChannelSocketOptionsCheck fails if it is null.
    }

    private static string Name(string name) => string.IsNullOrEmpty(name)
        ? throw new ArgumentException("The name of the socket is empty. Pass a name, or use the overload without one.", nameof(name))
        : name;
}
