namespace Channels.Typed.Client;

/// <summary>What happens to a push when <see cref="ChannelSocketOptions.MaxPendingPushes"/> others are waiting.</summary>
public enum PushBufferFullMode
{
    /// <summary>The push fails at once with <see cref="ChannelErrorReason.BufferFull"/>.</summary>
    Reject,

    /// <summary>The oldest waiting push of all channels fails with <see cref="ChannelErrorReason.BufferFull"/>.</summary>
    DropOldest,

    /// <summary>The push waits for room until it times out. Memory is not bounded if callers do not await their pushes.</summary>
    Wait,
}
