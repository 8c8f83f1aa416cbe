using Channels.Typed.AspNetCore.Channels.Info;
using Channels.Typed.AspNetCore.Handlers;

namespace Channels.Typed.AspNetCore.Channels;

/// <summary>Messages from elsewhere on the server, and the timers and subscriptions that bring them.</summary>
internal sealed partial class ServerChannel
{
    private InfoSubscriptions? _subscriptions;
    private InfoTimers? _timers;

    public override IDisposable Subscribe(string topic)
    {
        if (_handler is { } handler and not IHandleInfo<ChannelBroadcast>)
        {
            throw NotHandled(handler, typeof(ChannelBroadcast));
        }

        InfoSubscriptions subscriptions = _subscriptions ?? Interlocked.CompareExchange(ref _subscriptions, new InfoSubscriptions(), null) ?? _subscriptions;
        var subscriber = new InfoSubscriber(this, subscriptions);
        subscriber.Start(Services.PubSub, topic);
        subscriptions.Add(subscriber);
        CloseInfoIfOver();
        return subscriber;
    }

    /// <summary>Puts a message into the mailbox. It is handled on the pool and never on the caller's thread, who may hold locks.</summary>
    public PostResult Post(InfoMessage message, bool mayExceed)
    {
        if (!_mailbox.TryAdd(new MailboxItem(message), mayExceed, out bool mustRun))
        {
            return _mailbox.IsEnding ? PostResult.Ended : PostResult.Full;
        }

        if (mustRun)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        return PostResult.Posted;
    }

    /// <summary>Puts a message that may not be missed into the mailbox. Called on the publisher's thread.</summary>
    public void PostOrCrash(InfoMessage message)
    {
        if (Post(message, mayExceed: false) == PostResult.Full)
        {
            OnMailboxFull();
        }
    }

    private protected override PostResult PostCore(InfoMessage message)
    {
        ThrowIfNotHandled(message);
        return Post(message, mayExceed: false);
    }

    private protected override IDisposable PostAfterCore(TimeSpan delay, InfoMessage message)
    {
        ThrowIfNotHandled(message);
        InfoTimers timers = _timers ?? Interlocked.CompareExchange(ref _timers, new InfoTimers(this, Services.Time), null) ?? _timers;
        InfoTimer timer = timers.Add(delay, message);
        CloseInfoIfOver();
        return timer;
    }

    private ValueTask HandleInfo(InfoMessage message) => message.HandleAsync(_handler!, Ended); // A joined channel has its handler.

    // After the end there is no handler any more, and the message is dropped.
    private void ThrowIfNotHandled(InfoMessage message)
    {
        if (_handler is { } handler && !message.IsHandledBy(handler))
        {
            throw NotHandled(handler, message.MessageType);
        }
    }

    private static InvalidOperationException NotHandled(object handler, Type type) =>
        new($"'{handler.GetType()}' does not take messages of type '{type}'. Implement IHandleInfo<{type.Name}>, or name the type that it takes: Post<T>(message).");

    // The end closes what there is by then, so whoever adds something looks after it whether the end has been.
    private void CloseInfoIfOver()
    {
        if (_phase == ChannelPhase.Over)
        {
            CloseInfo();
        }
    }

    private void CloseInfo()
    {
        _timers?.Close();
        _subscriptions?.Close();
    }
}
