namespace Channels.Typed.AspNetCore.Dispatch;

/// <summary>Messages from elsewhere on the server, and the timers and subscriptions that bring them.</summary>
internal sealed partial class ServerChannel
{
    private ChannelResources? _resources;

    public override IDisposable Subscribe(string topic)
    {
        if (_handler is { } handler and not IHandleInfo<ChannelBroadcast>)
        {
            throw NotHandled(handler, typeof(ChannelBroadcast));
        }

        ChannelResources resources = Resources();
        var subscriber = new InfoSubscriber(this, resources);
        subscriber.Start(Services.PubSub, topic);
        resources.Add(subscriber);
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
        ChannelResources resources = Resources();
        var timer = new InfoTimer(this, resources, message, Services.Time);
        resources.Add(timer);
        timer.Start(delay);
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

    /// <summary>Made for the first timer or subscription; one that comes after the end finds it closed.</summary>
    private ChannelResources Resources()
    {
        ChannelResources resources = _resources ?? Interlocked.CompareExchange(ref _resources, new ChannelResources(), null) ?? _resources;
        if (IsOver)
        {
            resources.Close();
        }

        return resources;
    }
}
