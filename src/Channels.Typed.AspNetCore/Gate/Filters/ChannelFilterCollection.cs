using System.Diagnostics.CodeAnalysis;
using Channels.Typed.AspNetCore.Gate.Filters;

namespace Channels.Typed.AspNetCore;

/// <summary>Filters in the order in which they run, outermost first. Read when a socket is mapped; not to be changed after that.</summary>
public sealed class ChannelFilterCollection
{
    private readonly List<FilterFactory> _factories = [];

    internal ChannelFilterCollection()
    {
    }

    internal IReadOnlyList<FilterFactory> Factories => _factories;

    /// <summary>Adds a filter, inside those that are there.</summary>
    /// <typeparam name="TFilter">The filter; from the channel's services if they know it, otherwise its constructor takes services.</typeparam>
    /// <returns>This collection.</returns>
    public ChannelFilterCollection Add<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TFilter>()
        where TFilter : class, IChannelFilter
    {
        _factories.Add(FilterFactory.For<TFilter>());
        return this;
    }
}
