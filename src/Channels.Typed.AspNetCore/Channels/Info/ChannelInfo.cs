using Channels.Typed.AspNetCore.Handlers;
using Channels.Typed.PubSub;

namespace Channels.Typed.AspNetCore.Channels.Info;

/// <summary>
/// The timers of one channel, and its subscriptions to other topics. Most channels have neither, so the channel makes it when the first is
/// added. Safe for use from several threads.
/// </summary>
internal sealed class ChannelInfo(IInfoReceiver channel, TimeProvider time)
{
    private readonly InfoSubscriptions _subscriptions = new();
    private readonly InfoTimers _timers = new(channel, time);

    /// <summary>Subscribes the channel to another topic, until the result is disposed or the channel ends.</summary>
    public IDisposable Subscribe(ChannelPubSub pubSub, string topic)
    {
        var subscriber = new InfoSubscriber(channel, _subscriptions);
        subscriber.Start(pubSub, topic);
        _subscriptions.Add(subscriber);
        return subscriber;
    }

    /// <summary>Posts a message after a delay, unless the result is disposed or the channel ends before.</summary>
    public IDisposable PostAfter(TimeSpan delay, InfoMessage message) => _timers.Add(delay, message);

    /// <summary>Ends all timers and subscriptions. What is added later ends at once.</summary>
    public void Close()
    {
        _timers.Close();
        _subscriptions.Close();
    }
}
