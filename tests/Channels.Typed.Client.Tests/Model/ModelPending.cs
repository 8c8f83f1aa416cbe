namespace Channels.Typed.Client.Tests.Model;

/// <summary>
/// What waits for the reply to a frame: a push, a join, a leave, or the heartbeat. A leave without a waiting caller has none.
/// </summary>
internal sealed class ModelPending
{
    public ModelCall? Push { get; init; }

    public ModelChannel? Channel { get; init; }

    public bool IsLeave { get; init; }

    public bool IsHeartbeat { get; init; }

    /// <summary>Gets or sets when a join or leave times out.</summary>
    public long Due { get; set; }

    public bool IsOver { get; set; }
}
