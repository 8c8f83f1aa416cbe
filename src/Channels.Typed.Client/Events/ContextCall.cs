using System.Diagnostics.CodeAnalysis;

namespace Channels.Typed.Client.Events;

/// <summary>One call of a handler on the application's context, which may never come to it.</summary>
internal sealed class ContextCall(SynchronizationContext context, Subscription subscription, EventItem item)
{
    private readonly TaskCompletionSource<bool> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Contexts need not carry it along, and handlers are told by it from others.
    private readonly ExecutionContext? _flow = ExecutionContext.Capture();
    private int _isTaken;

    public Subscription Subscription { get; } = subscription;

    /// <summary>Asks the context for the call. Completes when the handler has, or was given up before it began.</summary>
    [SuppressMessage("Usage", "VSTHRD001", Justification = "The application chose the context, and nobody blocks a thread for it.")]
    public Task RunAsync()
    {
        context.Post(static call => ((ContextCall)call!).OnContext(), this);
        return _done.Task;
    }

    /// <summary>Nobody wants the call any more: unless it has begun, it never does.</summary>
    public void GiveUp()
    {
        if (Take())
        {
            _ = _done.TrySetResult(true);
        }
    }

    private bool Take() => Interlocked.Exchange(ref _isTaken, 1) == 0;

    private void OnContext()
    {
        if (!Take())
        {
            return;
        }

        if (_flow is null)
        {
            _ = CallAsync();
        }
        else
        {
            ExecutionContext.Run(_flow, static call => _ = ((ContextCall)call!).CallAsync(), this);
        }
    }

    private async Task CallAsync()
    {
        try
        {
            // Some contexts do not make themselves current, and the handler is to come back to this one. It is put back when this method first returns.
            SynchronizationContext.SetSynchronizationContext(context);
            await Subscription.CallAsync(item).ConfigureAwait(false);
            _ = _done.TrySetResult(true);
        }
        catch (Exception e)
        {
            _ = _done.TrySetException(e);
        }
    }
}
