namespace Channels.Typed.InteropServer.Cases;

/// <summary>What a join asks for.</summary>
/// <param name="After">Broadcast "entered", then push "hello", right after the join.</param>
/// <param name="Refuse">Refuse the join.</param>
/// <param name="Push">Push during the join, which is not allowed.</param>
/// <param name="Wait">Answer the join when the gate of the topic's name is opened.</param>
public sealed record JoinCase(bool After = false, bool Refuse = false, bool Push = false, bool Wait = false);
