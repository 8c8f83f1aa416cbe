using System.Net;
using Microsoft.AspNetCore.Connections;

namespace Channels.Typed.AspNetCore.Handover;

/// <summary>A listener that tracks the connections that were handed over, because the HTTP server does not track them any more.</summary>
/// <param name="listener">The listener of the transport.</param>
/// <param name="limits">How long a disposal waits, and what it calls if connections are left.</param>
internal sealed class HandoverListener(IConnectionListener listener, HandoverLimits limits) : IConnectionListener
{
    private readonly Lock _lock = new();

    // Guarded by _lock.
    private readonly HashSet<HandoverConnection> _handedOver = [];
    private TaskCompletionSource? _allEnded;
    private bool _isUnbound;

    public EndPoint EndPoint => listener.EndPoint;

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) =>
        await listener.AcceptAsync(cancellationToken) is { } connection ? new HandoverConnection(connection, this) : null;

    /// <summary>
    /// Stops accepting, closes the connections that were handed over with 1012, and waits until they have ended or the token is canceled,
    /// as the HTTP server does with its own connections.
    /// </summary>
    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        await listener.UnbindAsync(cancellationToken);
        foreach (HandoverConnection connection in Unbind())
        {
            connection.Owner?.Drain();
        }

        try
        {
            await WhenAllEnded().WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Disposal aborts the remaining connections.
        }
    }

    /// <summary>Aborts the connections that were handed over, and waits until they have ended, but not without a limit.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (HandoverConnection connection in Unbind())
        {
            connection.Owner?.Abort();
        }

        // The listener owns the memory pool of its connections' pipes, so all of them must have ended before it is disposed.
        Task allEnded = WhenAllEnded();
        try
        {
            await allEnded.WaitAsync(limits.EndTimeout, limits.Time);
        }
        catch (TimeoutException)
        {
            // A handler blocks a receive loop, which still uses the memory. The host stops without it.
            limits.OnLeftBehind(Unbind().Length);
            _ = DisposeAfterAsync(allEnded);
            return;
        }

        await listener.DisposeAsync();
    }

    public bool TryAdd(HandoverConnection connection)
    {
        lock (_lock)
        {
            return !_isUnbound && _handedOver.Add(connection);
        }
    }

    public void Remove(HandoverConnection connection)
    {
        lock (_lock)
        {
            if (_handedOver.Remove(connection) && _handedOver.Count == 0)
            {
                _allEnded?.TrySetResult();
            }
        }
    }

    private async Task DisposeAfterAsync(Task allEnded)
    {
        await allEnded;
        await listener.DisposeAsync();
    }

    private HandoverConnection[] Unbind()
    {
        lock (_lock)
        {
            _isUnbound = true;
            return [.. _handedOver];
        }
    }

    private Task WhenAllEnded()
    {
        lock (_lock)
        {
            if (_handedOver.Count == 0)
            {
                return Task.CompletedTask;
            }

            _allEnded ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _allEnded.Task;
        }
    }
}
