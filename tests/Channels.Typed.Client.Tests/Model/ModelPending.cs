namespace Channels.Typed.Client.Tests.Model;

/// <summary>What a frame waits for in the model: one of the four, or nothing for a leave that nobody waits for.</summary>
internal sealed class ModelPending
{
    public ModelCall? Push { get; init; }

    public ModelChannel? Channel { get; init; }

    public bool IsLeave { get; init; }

    public bool IsHeartbeat { get; init; }

    /// <summary>Gets or sets when it times out; for joins and leaves.</summary>
    public long Due { get; set; }

    public bool IsOver { get; set; }
}
