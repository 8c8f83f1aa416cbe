namespace Channels.Typed.InteropServer.Cases;

/// <summary>The payload of a join. It chooses what the channel does.</summary>
/// <param name="After">Broadcast "entered", then push "hello", after the join.</param>
/// <param name="Refuse">Refuse the join.</param>
/// <param name="Push">Push during the join, which is not allowed.</param>
/// <param name="Wait">Complete the join when the signal with the topic's name is set.</param>
public sealed record JoinCase(bool After = false, bool Refuse = false, bool Push = false, bool Wait = false);
