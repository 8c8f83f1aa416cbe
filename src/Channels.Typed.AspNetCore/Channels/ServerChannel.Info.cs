using Channels.Typed.AspNetCore.Channels.Info;
using Channels.Typed.AspNetCore.Handlers;

namespace Channels.Typed.AspNetCore.Channels;

/// <summary>
/// Messages from other code on the server, which the handler takes with <see cref="IHandleInfo{TMessage}"/>. Safe for use from several
/// threads.
/// </summary>
internal sealed partial class ServerChannel
{
    public override IDisposable Subscribe(string topic)
    {
        if (_handler is { } handler and not IHandleInfo<ChannelBroadcast>)
        {
            throw NotHandled(handler, typeof(ChannelBroadcast));
        }

        IDisposable subscription = Info().Subscribe(Services.PubSub, topic);
        CloseInfoIfOver();
        return subscription;
    }

    /// <summary>Puts a message into the mailbox. The thread pool handles it, never the caller's thread, which may hold locks.</summary>
    public PostResult PostInfo(InfoMessage message, bool mayExceed)
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

    /// <summary>
    /// Puts a message into the mailbox; a full mailbox crashes the channel, because the message may not be lost in silence.
    /// </summary>
    public void PostInfoOrCrash(InfoMessage message)
    {
        if (PostInfo(message, mayExceed: false) == PostResult.Full)
        {
            OnMailboxFull();
        }
    }

    private protected override PostResult PostCore(InfoMessage message)
    {
        ThrowIfNotHandled(message);
        return PostInfo(message, mayExceed: false);
    }

    private protected override IDisposable PostAfterCore(TimeSpan delay, InfoMessage message)
    {
        ThrowIfNotHandled(message);
        IDisposable timer = Info().PostAfter(delay, message);
        CloseInfoIfOver();
        return timer;
    }

    private ValueTask HandleInfo(InfoMessage message) => message.HandleAsync(_handler!, Ended); // A joined channel has its handler.

    // After the end there is no handler, and the message is dropped.
    private void ThrowIfNotHandled(InfoMessage message)
    {
        if (_handler is { } handler && !message.IsHandledBy(handler))
        {
            throw NotHandled(handler, message.MessageType);
        }
    }

    private static InvalidOperationException NotHandled(object handler, Type type) => new(
        $"'{handler.GetType()}' does not handle messages of type '{type}'. "
        + $"Implement IHandleInfo<{type.Name}>, or name the type that it handles: Post<T>(message).");

    private ChannelInfo Info() =>
        _info ?? Interlocked.CompareExchange(ref _info, new ChannelInfo(this, Services.Time), null) ?? _info;

    // FinishAsync closes what exists at that moment. The channel may have ended while a timer or a subscription was added.
    private void CloseInfoIfOver()
    {
        if (IsOver)
        {
            _info?.Close();
        }
    }
}
