using Channels.Typed.AspNetCore.Gate.Filters;
using Channels.Typed.AspNetCore.Handlers;

namespace Channels.Typed.AspNetCore.Gate;

/// <summary>The filters of one channel. Each calls the next one, and the last calls the handler.</summary>
internal sealed class FilterChain : IAsyncDisposable
{
    private readonly List<IChannelFilter> _owned = [];
    private readonly ChannelFilterDelegate _first;

    public FilterChain(FilterFactory[] factories, IServiceProvider services)
    {
        ChannelFilterDelegate next = static call => call.CallHandler();
        IChannelFilter[] filters = Array.ConvertAll(factories, factory =>
        {
            IChannelFilter filter = factory.Get(services, out bool isOwned);
            if (isOwned)
            {
                _owned.Add(filter);
            }

            return filter;
        });
        foreach (IChannelFilter filter in filters.Reverse())
        {
            ChannelFilterDelegate inner = next;
            next = call => filter.InvokeAsync(call, inner);
        }

        _first = next;
    }

    public ValueTask InvokeAsync(ChannelCall call) => _first(call);

    public async ValueTask DisposeAsync()
    {
        foreach (IChannelFilter filter in _owned)
        {
            await Disposal.OfAsync(filter);
        }
    }
}
