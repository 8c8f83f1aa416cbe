namespace Channels.Typed;

/// <summary>A change of a client channel's state. Immutable.</summary>
/// <param name="previousState">The state before.</param>
/// <param name="state">The state now.</param>
/// <param name="reason">What caused the change.</param>
/// <param name="reply">The server's answer to the join, if that caused it.</param>
public sealed class ChannelStateChange(ChannelState previousState, ChannelState state, ChannelStateReason reason, PushReply? reply = null)
{
    /// <summary>Gets the state before.</summary>
    public ChannelState PreviousState { get; } = previousState;

    /// <summary>Gets the state now; by the time a handler reads this the channel may be further.</summary>
    public ChannelState State { get; } = state;

    /// <summary>Gets what caused the change.</summary>
    public ChannelStateReason Reason { get; } = reason;

    /// <summary>
    /// Gets the server's answer, if <see cref="Reason"/> is <see cref="ChannelStateReason.Joined"/>,
    /// <see cref="ChannelStateReason.Rejoined"/> or <see cref="ChannelStateReason.JoinRefused"/>.
    /// </summary>
    public PushReply? Reply { get; } = reply;

    /// <inheritdoc/>
    public override string ToString() => $"{PreviousState} → {State} ({Reason})";
}
