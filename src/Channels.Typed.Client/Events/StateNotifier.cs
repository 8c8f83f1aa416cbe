using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Channels.Typed.Client.Observability;

namespace Channels.Typed.Client.Events;

/// <summary>
/// Reports the state changes of a socket to the application. Handlers are called in order, one at a time, on the thread pool or the
/// application's context, and never under the socket's lock. Each stream has its own buffer. Safe for use from several threads.
/// </summary>
internal sealed class StateNotifier(SocketSettings settings)
{
    // The same as for streams of a channel's changes. When full, the oldest change is dropped: reconnect attempts never stop, so the queue
    // must be bounded.
    private const int Capacity = 64;

    // The lock for this queue and the three fields below.
    private readonly Queue<SocketStateChangedEventArgs> _changes = new();
    private readonly List<ChannelWriter<SocketStateChangedEventArgs>> _streams = [];
    private bool _isRunning;
    private bool _isEnded;

    public event EventHandler<SocketStateChangedEventArgs>? Changed;

    /// <summary>Gets or sets the sender that handlers get: the application's socket.</summary>
    public object? Sender { get; set; }

    /// <summary>Queues a change. Needs the socket's lock, so that all handlers get the changes in their order.</summary>
    public void Post(SocketStateChangedEventArgs change)
    {
        lock (_changes)
        {
            _isEnded = change.State == SocketState.Closed;
            foreach (ChannelWriter<SocketStateChangedEventArgs> stream in _streams)
            {
                _ = stream.TryWrite(change);
                if (_isEnded)
                {
                    _ = stream.TryComplete();
                }
            }

            if (Changed is null)
            {
                return;
            }

            if (_changes.Count == Capacity)
            {
                _ = _changes.Dequeue();
            }

            _changes.Enqueue(change);
            if (_isRunning)
            {
                return;
            }

            _isRunning = true;
        }

        _ = ThreadPool.UnsafeQueueUserWorkItem(static notifier => ((StateNotifier)notifier!).Start(), this);
    }

    public async IAsyncEnumerable<SocketStateChangedEventArgs> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var buffer = Channel.CreateBounded<SocketStateChangedEventArgs>(
            new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        lock (_changes)
        {
            if (_isEnded)
            {
                yield break;
            }

            _streams.Add(buffer.Writer);
        }

        try
        {
            while (await buffer.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                while (buffer.Reader.TryRead(out SocketStateChangedEventArgs? change))
                {
                    yield return change;
                }
            }
        }
        finally
        {
            lock (_changes)
            {
                _ = _streams.Remove(buffer.Writer);
            }
        }
    }

    [SuppressMessage("Usage", "VSTHRD001", Justification = "The application chose the context, and no thread waits for it.")]
    private void Start()
    {
        if (settings.CallbackContext is not { } context)
        {
            Run();
            return;
        }

        try
        {
            context.Post(static notifier => ((StateNotifier)notifier!).Run(), this);
        }
        catch (Exception e)
        {
            // The context does not accept calls any more, so the handlers cannot be called.
            Log.StateHandlerFailed(settings.Logger, e);
            lock (_changes)
            {
                _changes.Clear();
                _isRunning = false;
            }
        }
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
            Log.StateHandlerFailed(settings.Logger, e);
        }
    }
}
