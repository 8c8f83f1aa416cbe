namespace Channels.Typed.Client.Tests.Fixture;

/// <summary>A synchronization context on which nothing may run. It counts the attempts.</summary>
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

    /// <summary>Makes a call while this is the current context. The test awaits the task without it.</summary>
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
