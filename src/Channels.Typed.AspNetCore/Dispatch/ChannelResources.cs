namespace Channels.Typed.AspNetCore.Dispatch;

/// <summary>The timers and subscriptions of one channel, which end with it at the latest.</summary>
internal sealed class ChannelResources
{
    private readonly Lock _lock = new();

    // Guarded by _lock; null once all are over.
    private HashSet<IDisposable>? _resources = [];

    /// <summary>Keeps a resource until it is removed, or disposes it at once if the channel has ended.</summary>
    public void Add(IDisposable resource)
    {
        lock (_lock)
        {
            if (_resources is not null)
            {
                _resources.Add(resource);
                return;
            }
        }

        resource.Dispose();
    }

    public void Remove(IDisposable resource)
    {
        lock (_lock)
        {
            _resources?.Remove(resource);
        }
    }

    public void Close()
    {
        HashSet<IDisposable>? resources;
        lock (_lock)
        {
            (resources, _resources) = (_resources, null);
        }

        foreach (IDisposable resource in resources ?? [])
        {
            resource.Dispose();
        }
    }
}
