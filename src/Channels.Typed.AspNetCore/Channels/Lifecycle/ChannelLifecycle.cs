namespace Channels.Typed.AspNetCore.Channels.Lifecycle;

/// <summary>
/// The states of a channel as pure functions (protocol section "Leaving, stopping, crashing"). The tables in the README of this folder say
/// the same, and a test compares them.
/// </summary>
internal static class ChannelLifecycle
{
    /// <summary>Says what a reply does. The reply to a join decides whether the channel is joined.</summary>
    /// <param name="phase">The phase in which the reply is sent.</param>
    /// <param name="isOk">Whether the status is <c>ok</c>.</param>
    /// <param name="isDetached">Whether a newer channel owns the topic because this one did not stop in time.</param>
    public static ReplyEffect OnReply(ChannelPhase phase, bool isOk, bool isDetached) => phase switch
    {
        ChannelPhase.Joining => isOk ? ReplyEffect.SendAndJoin : ReplyEffect.SendAndRefuse,
        ChannelPhase.Refused => ReplyEffect.Drop, // The join timed out before its handler replied.
        ChannelPhase.Joined when isDetached => ReplyEffect.Drop,
        _ => ReplyEffect.Send,
    };

    /// <summary>
    /// Says what the end of a channel sends and calls, in the order of the properties. The phase afterwards is
    /// <see cref="ChannelPhase.Over"/>.
    /// </summary>
    /// <param name="end">Why the channel ends.</param>
    /// <param name="phase">The phase in which it ends.</param>
    public static EndEffects OnEnd(ChannelEnd end, ChannelPhase phase)
    {
        bool isCrash = end is ChannelEnd.Crashed or ChannelEnd.Failed;
        return new EndEffects(
            RepliesOk: end == ChannelEnd.Left,
            SendsClose: end is ChannelEnd.Left or ChannelEnd.Stopped,
            Terminate: phase == ChannelPhase.Joined ? ReasonOf(end) : null,
            SendsError: isCrash);
    }

    private static TerminateReason ReasonOf(ChannelEnd end) => end switch
    {
        ChannelEnd.Left => TerminateReason.Left,
        ChannelEnd.Stopped => TerminateReason.Stopped,
        ChannelEnd.Failed => TerminateReason.Failed,
        ChannelEnd.Replaced => TerminateReason.Replaced,
        ChannelEnd.ConnectionLost => TerminateReason.Disconnected,
        _ => TerminateReason.Crashed,
    };
}
