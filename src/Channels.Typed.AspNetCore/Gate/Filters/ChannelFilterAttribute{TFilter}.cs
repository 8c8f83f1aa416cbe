using System.Diagnostics.CodeAnalysis;

namespace Channels.Typed.AspNetCore;

/// <summary>Puts a filter around the joins and events of a channel, typed or not. Several run in the order in which they are written.</summary>
/// <typeparam name="TFilter">The filter; from the channel's services if they know it, otherwise its constructor takes services.</typeparam>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class ChannelFilterAttribute<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TFilter> : ChannelFilterAttribute
    where TFilter : class, IChannelFilter
{
    internal override void AddTo(ChannelFilterCollection filters) => filters.Add<TFilter>();
}
