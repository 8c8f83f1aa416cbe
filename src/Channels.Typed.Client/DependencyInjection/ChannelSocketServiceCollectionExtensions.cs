using System.Diagnostics.Metrics;
using Channels.Typed;
using Channels.Typed.Client;
using Channels.Typed.Client.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds sockets of the client to an application's services.</summary>
/// <remarks>
/// <para>
/// A socket is a singleton, as <see cref="ChannelSocket"/> and <see cref="IChannelSocket"/>; a named one is a keyed service, with its name as the key. The
/// container disposes it, which it must do asynchronously, as hosts do. It connects with its first join.
/// </para>
/// <para>
/// Options are those of <c>IOptions</c>, so that <c>services.Configure&lt;ChannelSocketOptions&gt;(…)</c> and configuration reach them. The container's
/// <see cref="ILoggerFactory"/>, <see cref="IMeterFactory"/> and <see cref="TimeProvider"/> are used unless the options have others. All are checked when the host starts, or with the first use.
/// </para>
/// <para>Adding a name twice adds to the options of the one socket.</para>
/// </remarks>
public static class ChannelSocketServiceCollectionExtensions
{
    /// <summary>Adds the socket that connects to an address.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="endpoint">The server's socket, such as <c>wss://example.org/socket</c>.</param>
    /// <param name="configure">Sets further options, if given.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddChannelSocket(this IServiceCollection services, Uri endpoint, Action<ChannelSocketOptions>? configure = null)
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

    /// <summary>Adds the socket whose options say everything, <see cref="ChannelSocketOptions.Endpoint"/> included.</summary>
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

    /// <summary>Adds the socket whose options are set with the help of other services.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Sets the options; called once, when the options are first needed.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddChannelSocket(this IServiceCollection services, Action<IServiceProvider, ChannelSocketOptions> configure) =>
        Add(services, Options.Options.DefaultName, configure ?? throw new ArgumentNullException(nameof(configure)));

    /// <summary>Adds a named socket that connects to an address.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="name">The name, which is the key of the services and the name of the options.</param>
    /// <param name="endpoint">The server's socket, such as <c>wss://example.org/socket</c>.</param>
    /// <param name="configure">Sets further options, if given.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddChannelSocket(this IServiceCollection services, string name, Uri endpoint, Action<ChannelSocketOptions>? configure = null)
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

    /// <summary>Adds a named socket whose options say everything, <see cref="ChannelSocketOptions.Endpoint"/> included.</summary>
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

    /// <summary>Adds a named socket whose options are set with the help of other services.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="name">The name, which is the key of the services and the name of the options.</param>
    /// <param name="configure">Sets the options; called once, when the options are first needed.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddChannelSocket(this IServiceCollection services, string name, Action<IServiceProvider, ChannelSocketOptions> configure) =>
        Add(services, Name(name), configure ?? throw new ArgumentNullException(nameof(configure)));

    private static IServiceCollection Add(IServiceCollection services, string name, Action<IServiceProvider, ChannelSocketOptions> configure)
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
            services.TryAddKeyedSingleton<IChannelSocket>(name, static (provider, key) => provider.GetRequiredKeyedService<ChannelSocket>(key));
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
        return new ChannelSocket(options.Endpoint!, options); // The check lets no null through.
    }

    private static string Name(string name) => string.IsNullOrEmpty(name)
        ? throw new ArgumentException("The name of a socket is empty. Leave it out for the socket without a name.", nameof(name))
        : name;
}
