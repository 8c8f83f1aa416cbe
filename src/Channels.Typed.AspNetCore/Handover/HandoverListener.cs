using System.Net;
using Microsoft.AspNetCore.Connections;

namespace Channels.Typed.AspNetCore.Handover;

/// <summary>A listener that looks after the connections that the HTTP server no longer knows.</summary>
internal sealed class HandoverListener(IConnectionListener listener) : IConnectionListener
{
    private readonly Lock _lock = new();

    // Guarded by _lock.
    private readonly HashSet<HandoverConnection> _taken = [];
    private TaskCompletionSource? _allEnded;
    private bool _isUnbound;

    public EndPoint EndPoint => listener.EndPoint;

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) =>
        await listener.AcceptAsync(cancellationToken) is { } connection ? new HandoverConnection(connection, this) : null;

    /// <summary>Stops accepting, asks the clients of taken connections to leave, and waits for them as the server waits for its own.</summary>
    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        await listener.UnbindAsync(cancellationToken);
        foreach (HandoverConnection connection in Unbind())
        {
            connection.Taker?.Drain();
        }

        try
        {
            await WhenAllEnded().WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Time is up; disposing aborts what is left.
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (HandoverConnection connection in Unbind())
        {
            connection.Taker?.Abort();
        }

        // The transports' memory goes with the listener, so nobody may use it any more.
        await WhenAllEnded();
        await listener.DisposeAsync();
    }

    public bool TryAdd(HandoverConnection connection)
    {
        lock (_lock)
        {
            return !_isUnbound && _taken.Add(connection);
        }
    }

    public void Remove(HandoverConnection connection)
    {
        lock (_lock)
        {
            if (_taken.Remove(connection) && _taken.Count == 0)
            {
                _allEnded?.TrySetResult();
            }
        }
    }

    private HandoverConnection[] Unbind()
    {
        lock (_lock)
        {
            _isUnbound = true;
            return [.. _taken];
        }
    }

    private Task WhenAllEnded()
    {
        lock (_lock)
        {
            if (_taken.Count == 0)
            {
                return Task.CompletedTask;
            }

            _allEnded ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _allEnded.Task;
        }
    }
}
