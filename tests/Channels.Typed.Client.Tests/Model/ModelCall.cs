namespace Channels.Typed.Client.Tests.Model;

/// <summary>A call of the application, what the model says of it, and the client's task.</summary>
internal sealed class ModelCall(int id, StepKind kind, ModelChannel? channel = null)
{
    public int Id { get; } = id;

    public StepKind Kind { get; } = kind;

    public ModelChannel? Channel { get; } = channel;

    public string Payload => $"{{\"n\":{Id}}}";

    /// <summary>Gets or sets how it ends; <see langword="null"/> as long as it has to wait.</summary>
    public string? Outcome { get; set; }

    public long Due { get; set; } = long.MaxValue;

    /// <summary>Gets or sets the last of the closing connections that it waits for, by the end of its wait.</summary>
    public long Awaits { get; set; }

    public bool HoldsSlot { get; set; }

    public ModelPending? Pending { get; set; }

    public CancellationTokenSource Cancellation { get; } = new();

    public Task Task { get; set; } = Task.CompletedTask;

    /// <summary>Ends it, unless it has ended.</summary>
    public void End(string outcome)
    {
        Outcome ??= outcome;
        Due = long.MaxValue;
        if (Pending is not null)
        {
            Pending.IsOver = true;
        }
    }

    public override string ToString() => $"{Kind} {Id}";
}
