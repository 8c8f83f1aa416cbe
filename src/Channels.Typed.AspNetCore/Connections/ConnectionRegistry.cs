using System.Collections.Concurrent;
using Channels.Typed.AspNetCore.Observability;
using Channels.Typed.AspNetCore.Transports;
using Microsoft.Extensions.Logging;

namespace Channels.Typed.AspNetCore.Connections;

/// <summary>
/// All open connections of the server, and the timer that sweeps them: it closes connections whose client is idle or does not finish a
/// message, and aborts connections whose client takes no bytes or does not answer a close frame.
/// </summary>
internal sealed class ConnectionRegistry : IDisposable
{
    private readonly ConcurrentDictionary<Connection, bool> _connections = new();
    private readonly int _maxConnections;
    private readonly TimeSpan _closeTimeout;
    private readonly ITimer _sweep;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private TimeSpan _period; // Guarded by _lock.
    private TaskCompletionSource? _empty; // Guarded by _lock.
    private volatile bool _isStopping;
    private volatile bool _isDraining;
    private int _reserved; // Connections that exist or are being made.

    public ConnectionRegistry(ChannelsOptions options, TimeProvider time, ILogger logger)
    {
        _logger = logger;
        _maxConnections = options.MaxConnections;
        Addresses = new AddressLimit(options.MaxConnectionsPerAddress);
        _closeTimeout = options.CloseTimeout;
        _period = PeriodFor(_closeTimeout);
        _sweep = time.CreateTimer(static state => ((ConnectionRegistry)state!).Sweep(), this, _period, _period); // The state is given here.
    }

    public int Count => _connections.Count;

    /// <summary>Gets the limit of connections for each remote address.</summary>
    public AddressLimit Addresses { get; }

    /// <summary>Gets a value indicating whether the server is stopping, so its health check fails.</summary>
    public bool IsStopping => _isStopping;

    /// <summary>Gets a value indicating whether the server is disconnecting its clients, and refuses new ones.</summary>
    public bool IsDraining => _isDraining;

    /// <summary>Makes the timer sweep often enough for the timeouts of this mount.</summary>
    public void SweepOftenEnoughFor(SocketOptions options)
    {
        TimeSpan period = PeriodFor(new[] { options.IdleTimeout, options.MessageTimeout, options.SendTimeout }.Min());
        lock (_lock)
        {
            if (period < _period)
            {
                _period = period;
                _sweep.Change(period, period);
            }
        }
    }

    /// <summary>
    /// Reserves a connection for a client, if the server has fewer than its maximum. <see cref="Remove"/> releases it, or
    /// <see cref="ReleaseReservation"/> if the client does not connect.
    /// </summary>
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

    /// <summary>Adds a connection that was reserved.</summary>
    public void Add(Connection connection)
    {
        _connections.TryAdd(connection, true);
        if (_isDraining)
        {
            // It was admitted just before draining began, so the drain may not have seen it.
            connection.Transport.Close(CloseCode.ServiceRestart);
        }
    }

    public void Remove(Connection connection)
    {
        connection.Socket.ReturnPlace();
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

    /// <summary>Makes the server refuse new clients. May be called several times.</summary>
    /// <returns>The open connections.</returns>
    public Connection[] BeginDraining()
    {
        _isStopping = true;
        _isDraining = true;
        return [.. _connections.Keys];
    }

    /// <summary>Returns a task that completes when no connection is open. Called after <see cref="BeginDraining"/>.</summary>
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
            try
            {
                Sweep(connection);
            }
            catch (Exception e)
            {
                // This is a timer's thread, so an exception would end the process. The other connections are swept all the same.
                Log.DisconnectFailed(_logger, e);
            }
        }
    }

    private void Sweep(Connection connection)
    {
        TimeSpan idle = connection.Transport.IdleFor;
        if (connection.Transport.IsClosing)
        {
            if (idle > _closeTimeout)
            {
                connection.Transport.Abort();
            }
        }
        else if (idle > connection.Options.IdleTimeout || connection.Transport.UnfinishedFor > connection.Options.MessageTimeout)
        {
            connection.Transport.Close(CloseCode.ProtocolError);
        }
        else
        {
            // A close frame would not reach a client that takes no bytes.
            connection.Transport.AbortIfStalled(connection.Options.SendTimeout);
        }
    }
}
