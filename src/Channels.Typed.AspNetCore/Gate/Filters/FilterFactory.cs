using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace Channels.Typed.AspNetCore.Gate.Filters;

/// <summary>Creates a filter for a channel, or gets it from the channel's services.</summary>
internal abstract class FilterFactory
{
    public static FilterFactory For<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TFilter>()
        where TFilter : class, IChannelFilter => new Typed<TFilter>();

    /// <summary>Gets the filter.</summary>
    /// <param name="services">The channel's services.</param>
    /// <param name="isOwned">Whether the channel must dispose it.</param>
    public abstract IChannelFilter Get(IServiceProvider services, out bool isOwned);

    private sealed class Typed<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TFilter> : FilterFactory
        where TFilter : class, IChannelFilter
    {
        private readonly ObjectFactory<TFilter> _create = ActivatorUtilities.CreateFactory<TFilter>([]);

        public override IChannelFilter Get(IServiceProvider services, out bool isOwned)
        {
            TFilter? known = services.GetService<TFilter>();
            isOwned = known is null;
            return known ?? _create(services, null);
        }
    }
}
