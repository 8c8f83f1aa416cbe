namespace Channels.Typed.InteropServer.Cases;

/// <summary>What a join asks for.</summary>
/// <param name="After">Broadcast "entered", then push "hello", right after the join.</param>
/// <param name="Refuse">Refuse the join.</param>
/// <param name="Push">Push during the join, which is not allowed.</param>
/// <param name="Delay">Milliseconds until the join is answered.</param>
public sealed record JoinCase(bool After = false, bool Refuse = false, bool Push = false, int Delay = 0);
