using System.Diagnostics.CodeAnalysis;

namespace Channels.Typed.Client.Events;

/// <summary>One call of a handler on the application's context. The context may never start it.</summary>
internal sealed class ContextCall(SynchronizationContext context, Subscription subscription, EventItem item)
{
    private readonly TaskCompletionSource<bool> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // A context need not restore the execution context, and EventPump needs it to recognize handlers.
    private readonly ExecutionContext? _flow = ExecutionContext.Capture();
    private int _isStarted;

    public Subscription Subscription { get; } = subscription;

    /// <summary>
    /// Posts the call to the context. Completes when the handler has completed, or when the call was cancelled before it started.
    /// </summary>
    [SuppressMessage("Usage", "VSTHRD001", Justification = "The application chose the context, and no thread is blocked for it.")]
    public Task RunAsync()
    {
        context.Post(static call => ((ContextCall)call!).OnContext(), this);
        return _done.Task;
    }

    /// <summary>Cancels the call unless it has started.</summary>
    public void CancelUnlessStarted()
    {
        if (TryStart())
        {
            _ = _done.TrySetResult(true);
        }
    }

    private bool TryStart() => Interlocked.Exchange(ref _isStarted, 1) == 0;

    private void OnContext()
    {
        if (!TryStart())
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
            // Some contexts do not make themselves current, and the handler has to continue on this one after an await. The runtime
            // restores the previous context when this method first returns.
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
