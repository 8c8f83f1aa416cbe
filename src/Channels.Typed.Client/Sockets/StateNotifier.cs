using Microsoft.Extensions.Logging;

namespace Channels.Typed.Client.Sockets;

/// <summary>Tells the application of state changes: in order, one at a time, on the thread pool, never under the socket's gate.</summary>
internal sealed class StateNotifier(ILogger logger)
{
    // Guards _isRunning too.
    private readonly Queue<SocketStateChangedEventArgs> _changes = new();
    private bool _isRunning;

    public event EventHandler<SocketStateChangedEventArgs>? Changed;

    /// <summary>Gets or sets who the changes are of, as handlers see it.</summary>
    public object? Sender { get; set; }

    public void Post(SocketStateChangedEventArgs change)
    {
        lock (_changes)
        {
            _changes.Enqueue(change);
            if (_isRunning)
            {
                return;
            }

            _isRunning = true;
        }

        _ = ThreadPool.UnsafeQueueUserWorkItem(static notifier => ((StateNotifier)notifier!).Run(), this);
    }

    private void Run()
    {
        while (true)
        {
            SocketStateChangedEventArgs change;
            lock (_changes)
            {
                if (_changes.Count == 0)
                {
                    _isRunning = false;
                    return;
                }

                change = _changes.Dequeue();
            }

            foreach (Delegate handler in Changed?.GetInvocationList() ?? [])
            {
                Call((EventHandler<SocketStateChangedEventArgs>)handler, change);
            }
        }
    }

    private void Call(EventHandler<SocketStateChangedEventArgs> handler, SocketStateChangedEventArgs change)
    {
        try
        {
            handler(Sender, change);
        }
        catch (Exception e)
        {
            Log.StateHandlerFailed(logger, e);
        }
    }
}
