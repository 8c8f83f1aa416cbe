using System.ComponentModel;

namespace Channels.Typed.CompilerServices;

/// <summary>Several subscriptions that end together, such as those of one receiver object.</summary>
/// <param name="subscriptions">The subscriptions.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class SubscriptionGroup(params IDisposable[] subscriptions) : IDisposable
{
    /// <summary>Ends all subscriptions.</summary>
    public void Dispose()
    {
        foreach (IDisposable subscription in subscriptions)
        {
            subscription.Dispose();
        }
    }
}
