using Microsoft.Extensions.DependencyInjection;

namespace Channels.Typed.AspNetCore;

/// <summary>Adds parts to the channels of a server, such as an adapter that joins several nodes.</summary>
public sealed class ChannelsBuilder
{
    internal ChannelsBuilder(IServiceCollection services) => Services = services;

    /// <summary>Gets the application's services.</summary>
    public IServiceCollection Services { get; }
}
