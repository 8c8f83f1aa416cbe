using System.Diagnostics.CodeAnalysis;

namespace Channels.Typed.AspNetCore;

/// <summary>
/// Adds a filter to the joins and events of a channel, typed or untyped. Several run in the order in which they are written.
/// </summary>
/// <typeparam name="TFilter">
/// The filter. It comes from the channel's services if it is registered; otherwise it is created with services in its constructor.
/// </typeparam>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class ChannelFilterAttribute<
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TFilter> : ChannelFilterAttribute
    where TFilter : class, IChannelFilter
{
    internal override void AddTo(ChannelFilterCollection filters) => filters.Add<TFilter>();
}
