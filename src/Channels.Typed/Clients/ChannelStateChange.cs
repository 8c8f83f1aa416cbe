namespace Channels.Typed;

/// <summary>A change of the state of a client's channel. Immutable.</summary>
/// <param name="previousState">The state before the change.</param>
/// <param name="state">The state after the change.</param>
/// <param name="reason">What caused the change.</param>
/// <param name="reply">The reply to the join, if it caused the change.</param>
public sealed class ChannelStateChange(ChannelState previousState, ChannelState state, ChannelStateReason reason, PushReply? reply = null)
{
    /// <summary>Gets the state before the change.</summary>
    public ChannelState PreviousState { get; } = previousState;

    /// <summary>Gets the state after the change. When a handler reads it, the channel may already have another state.</summary>
    public ChannelState State { get; } = state;

    /// <summary>Gets what caused the change.</summary>
    public ChannelStateReason Reason { get; } = reason;

    /// <summary>
    /// Gets the reply to the join, if <see cref="Reason"/> is <see cref="ChannelStateReason.Joined"/>,
    /// <see cref="ChannelStateReason.Rejoined"/> or <see cref="ChannelStateReason.JoinRefused"/>.
    /// </summary>
    public PushReply? Reply { get; } = reply;

    /// <inheritdoc/>
    public override string ToString() => $"{PreviousState} → {State} ({Reason})";
}
