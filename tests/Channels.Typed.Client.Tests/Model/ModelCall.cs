namespace Channels.Typed.Client.Tests.Model;

/// <summary>A call of the application: the result that the model expects, and the task that the client returned.</summary>
internal sealed class ModelCall(int id, StepKind kind, ModelChannel? channel = null)
{
    public int Id { get; } = id;

    public StepKind Kind { get; } = kind;

    public ModelChannel? Channel { get; } = channel;

    public string Payload => $"{{\"n\":{Id}}}";

    /// <summary>Gets a value indicating whether the payload is bytes instead of JSON.</summary>
    public bool IsBinary { get; init; }

    /// <summary>Gets how often the payload function of a join fails: 0 for never, 1 for always, 2 for every second call.</summary>
    public int FailsEveryNth { get; init; }

    /// <summary>Gets a value indicating whether the call has a token that can be canceled.</summary>
    public bool CanBeCanceled { get; init; } = true;

    public CancellationToken Token => CanBeCanceled ? Cancellation.Token : CancellationToken.None;

    /// <summary>Gets or sets the expected result; <see langword="null"/> while the call has to wait.</summary>
    public string? Outcome { get; set; }

    public long Due { get; set; } = long.MaxValue;

    /// <summary>Gets or sets when the last of the closing connections that this call waits for is due.</summary>
    public long WaitsUntil { get; set; }

    public bool HoldsSlot { get; set; }

    public ModelPending? Pending { get; set; }

    public CancellationTokenSource Cancellation { get; } = new();

    public Task Task { get; set; } = Task.CompletedTask;

    /// <summary>Sets the expected result, unless the call has one already.</summary>
    public void End(string outcome)
    {
        Outcome ??= outcome;
        Due = long.MaxValue;
        if (Pending is not null)
        {
            Pending.IsOver = true;
        }
    }

    /// <summary>Returns whether the payload function fails when it is called for the given time.</summary>
    public bool FailsOnAttempt(int attempt) => FailsEveryNth > 0 && attempt % FailsEveryNth == 0;

    public override string ToString() => $"{Kind} {Id}";
}
