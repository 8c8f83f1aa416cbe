namespace Channels.Typed.Client.Tests.Fixture;

/// <summary>A context that nothing may run on, and that remembers if anybody tried.</summary>
internal sealed class ForbiddenContext : SynchronizationContext
{
    private int _uses;

    public int Uses => Volatile.Read(ref _uses);

    public override void Post(SendOrPostCallback d, object? state)
    {
        _ = Interlocked.Increment(ref _uses);
        throw new InvalidOperationException("The context was captured.");
    }

    public override void Send(SendOrPostCallback d, object? state) => Post(d, state);

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Makes a call with the context as the current one; the test awaits its task without it.</summary>
    public T Call<T>(Func<T> call)
    {
        SynchronizationContext? previous = Current;
        SetSynchronizationContext(this);
        try
        {
            return call();
        }
        finally
        {
            SetSynchronizationContext(previous);
        }
    }
}
