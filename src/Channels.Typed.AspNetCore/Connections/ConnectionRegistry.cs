using System.Collections.Concurrent;
using Channels.Typed.AspNetCore.Transports;

namespace Channels.Typed.AspNetCore.Connections;

/// <summary>All open connections, and the one timer that looks after them: silent and endless ones are closed, stubborn ones dropped.</summary>
internal sealed class ConnectionRegistry : IDisposable
{
    private readonly ConcurrentDictionary<Connection, bool> _connections = new();
    private readonly int _maxConnections;
    private readonly TimeSpan _closeTimeout;
    private readonly ITimer _sweep;
    private readonly Lock _lock = new();
    private TimeSpan _period; // Guarded by _lock.
    private TaskCompletionSource? _empty; // Guarded by _lock.
    private volatile bool _isStopping;
    private volatile bool _isDraining;
    private int _reserved; // That are taken.

    public ConnectionRegistry(ChannelsOptions options, TimeProvider time)
    {
        _maxConnections = options.MaxConnections;
        _closeTimeout = options.CloseTimeout;
        _period = PeriodFor(_closeTimeout);
        _sweep = time.CreateTimer(static state => ((ConnectionRegistry)state!).Sweep(), this, _period, _period); // The state is given here.
    }

    public int Count => _connections.Count;

    /// <summary>Whether the server is about to stop, so that nobody should be sent to it any more.</summary>
    public bool IsStopping => _isStopping;

    /// <summary>Whether the clients are being sent away, so that nobody new is taken.</summary>
    public bool IsDraining => _isDraining;

    /// <summary>Looks often enough for the times of this mount.</summary>
    public void SweepOftenEnoughFor(SocketOptions options)
    {
        TimeSpan period = PeriodFor(options.IdleTimeout < options.MessageTimeout ? options.IdleTimeout : options.MessageTimeout);
        lock (_lock)
        {
            if (period < _period)
            {
                _period = period;
                _sweep.Change(period, period);
            }
        }
    }

    /// <summary>Takes a place for a client that wants to connect. It is given back by <see cref="Remove"/>, or by <see cref="ReleaseReservation"/> if no connection comes of it.</summary>
    public bool TryReserve()
    {
        if (Interlocked.Increment(ref _reserved) <= _maxConnections)
        {
            return true;
        }

        ReleaseReservation();
        return false;
    }

    public void ReleaseReservation() => Interlocked.Decrement(ref _reserved);

    /// <summary>Adds a connection that has a place.</summary>
    public void Add(Connection connection)
    {
        _connections.TryAdd(connection, true);
        if (_isDraining)
        {
            // It came in between the question whether it may and the drain, which may have missed it.
            connection.Transport.Close(CloseCode.ServiceRestart);
        }
    }

    public void Remove(Connection connection)
    {
        if (!_connections.TryRemove(connection, out _))
        {
            return;
        }

        ReleaseReservation();
        if (!_isDraining)
        {
            return;
        }

        lock (_lock)
        {
            if (_empty is not null && _connections.IsEmpty)
            {
                _empty.TrySetResult();
            }
        }
    }

    public void BeginStopping() => _isStopping = true;

    /// <summary>From now on nobody new is taken. It may be said several times.</summary>
    /// <returns>Who is there.</returns>
    public Connection[] BeginDraining()
    {
        _isStopping = true;
        _isDraining = true;
        return [.. _connections.Keys];
    }

    /// <summary>Completes when there is no connection any more; asked once nobody new is taken.</summary>
    public Task WhenEmptyAsync()
    {
        lock (_lock)
        {
            if (_connections.IsEmpty)
            {
                return Task.CompletedTask;
            }

            _empty ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _empty.Task;
        }
    }

    public void Dispose() => _sweep.Dispose();

    private static TimeSpan PeriodFor(TimeSpan timeout) => TimeSpan.FromMilliseconds(Math.Clamp(timeout.TotalMilliseconds / 4, 10, 1000));

    private void Sweep()
    {
        foreach ((Connection connection, _) in _connections)
        {
            TimeSpan silent = connection.Transport.IdleFor;
            if (connection.Transport.IsClosing)
            {
                if (silent > _closeTimeout)
                {
                    connection.Transport.Abort();
                }
            }
            else if (silent > connection.Options.IdleTimeout || connection.Transport.UnfinishedFor > connection.Options.MessageTimeout)
            {
                connection.Transport.Close(CloseCode.ProtocolError);
            }
        }
    }
}
