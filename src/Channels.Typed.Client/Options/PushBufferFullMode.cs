namespace Channels.Typed.Client;

/// <summary>What happens to a push when <see cref="ChannelSocketOptions.MaxPendingPushes"/> others wait already.</summary>
public enum PushBufferFullMode
{
    /// <summary>The push fails at once with <see cref="ChannelErrorReason.BufferFull"/>.</summary>
    Reject,

    /// <summary>The push that has waited longest, of whichever channel, fails with <see cref="ChannelErrorReason.BufferFull"/> and makes room.</summary>
    DropOldest,

    /// <summary>The push waits until there is room, at most as long as its timeout. Callers that do not await their pushes fill memory.</summary>
    Wait,
}
