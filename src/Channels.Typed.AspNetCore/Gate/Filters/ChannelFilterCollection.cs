using System.Diagnostics.CodeAnalysis;
using Channels.Typed.AspNetCore.Gate.Filters;

namespace Channels.Typed.AspNetCore;

/// <summary>Filters in the order in which they run. Read when a socket is mapped; must not be changed after that.</summary>
public sealed class ChannelFilterCollection
{
    private readonly List<FilterFactory> _factories = [];

    internal ChannelFilterCollection()
    {
    }

    internal IReadOnlyList<FilterFactory> Factories => _factories;

    /// <summary>Adds a filter, which runs after the filters that were added before.</summary>
    /// <typeparam name="TFilter">
    /// The filter. It comes from the channel's services if it is registered; otherwise it is created with services in its constructor.
    /// </typeparam>
    /// <returns>This collection.</returns>
    public ChannelFilterCollection Add<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TFilter>()
        where TFilter : class, IChannelFilter
    {
        _factories.Add(FilterFactory.For<TFilter>());
        return this;
    }
}
