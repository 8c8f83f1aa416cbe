namespace Channels.Typed.Client.Tests.Model;

/// <summary>A call of the application, what the model says of it, and the client's task.</summary>
internal sealed class ModelCall(int id, StepKind kind, ModelChannel? channel = null)
{
    public int Id { get; } = id;

    public StepKind Kind { get; } = kind;

    public ModelChannel? Channel { get; } = channel;

    public string Payload => $"{{\"n\":{Id}}}";

    /// <summary>Gets a value indicating whether its payload is bytes and not JSON.</summary>
    public bool IsBinary { get; init; }

    /// <summary>Gets how often the function that makes its payload fails: never, always, every second time. For joins.</summary>
    public int FailsEveryNth { get; init; }

    /// <summary>Gets a value indicating whether it has a token that can be cancelled.</summary>
    public bool CanBeCanceled { get; init; } = true;

    public CancellationToken Token => CanBeCanceled ? Cancellation.Token : CancellationToken.None;

    /// <summary>Gets or sets how it ends; <see langword="null"/> as long as it has to wait.</summary>
    public string? Outcome { get; set; }

    public long Due { get; set; } = long.MaxValue;

    /// <summary>Gets or sets the last of the closing connections that it waits for, by the end of its wait.</summary>
    public long WaitsUntil { get; set; }

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

    /// <summary>Whether the payload cannot be made when it is asked for this many times.</summary>
    public bool FailsOnAttempt(int times) => FailsEveryNth > 0 && times % FailsEveryNth == 0;

    public override string ToString() => $"{Kind} {Id}";
}
