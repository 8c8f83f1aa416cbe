using Microsoft.Extensions.DependencyInjection;

namespace Channels.Typed.AspNetCore;

/// <summary>
/// Configures the channels of a server, for example with an adapter that connects several servers. Returned by <c>AddChannels</c>.
/// </summary>
public sealed class ChannelsBuilder
{
    internal ChannelsBuilder(IServiceCollection services) => Services = services;

    /// <summary>Gets the application's services.</summary>
    public IServiceCollection Services { get; }
}
