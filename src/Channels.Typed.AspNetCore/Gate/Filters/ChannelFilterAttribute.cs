namespace Channels.Typed.AspNetCore;

/// <summary>The part of <see cref="ChannelFilterAttribute{TFilter}"/> that does not depend on the filter.</summary>
public abstract class ChannelFilterAttribute : Attribute
{
    private protected ChannelFilterAttribute()
    {
    }

    internal abstract void AddTo(ChannelFilterCollection filters);
}
