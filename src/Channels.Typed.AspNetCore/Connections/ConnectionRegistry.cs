using System.Collections.Concurrent;
using Channels.Typed.AspNetCore.Transports;

namespace Channels.Typed.AspNetCore.Connections;

/// <summary>All open connections, and the one timer that looks after them: silent ones are closed, stubborn ones dropped.</summary>
internal sealed class ConnectionRegistry : IDisposable
{
    private readonly ConcurrentDictionary<Connection, bool> _connections = new();
    private readonly TimeSpan _closeTimeout;
    private readonly ITimer _sweep;
    private readonly Lock _lock = new();
    private TimeSpan _period; // Guarded by _lock.
    private volatile bool _isStopping;

    public ConnectionRegistry(ChannelsOptions options, TimeProvider time)
    {
        _closeTimeout = options.CloseTimeout;
        _period = PeriodFor(_closeTimeout);
        _sweep = time.CreateTimer(static state => ((ConnectionRegistry)state!).Sweep(), this, _period, _period); // The state is given here.
    }

    public int Count => _connections.Count;

    /// <summary>Whether the clients are being sent away.</summary>
    public bool IsDraining => _isStopping;

    /// <summary>Looks often enough for connections that may be silent for this long.</summary>
    public void Expect(TimeSpan idleTimeout)
    {
        TimeSpan period = PeriodFor(idleTimeout);
        lock (_lock)
        {
            if (period < _period)
            {
                _period = period;
                _sweep.Change(period, period);
            }
        }
    }

    public void Add(Connection connection)
    {
        _connections.TryAdd(connection, true);
        if (_isStopping)
        {
            connection.Transport.Close(CloseCode.ServiceRestart);
        }
    }

    public void Remove(Connection connection) => _connections.TryRemove(connection, out _);

    /// <summary>Asks all clients to come back elsewhere: they reconnect after 1012.</summary>
    public void Drain()
    {
        _isStopping = true;
        foreach ((Connection connection, _) in _connections)
        {
            connection.Transport.Close(CloseCode.ServiceRestart);
        }
    }

    public void Dispose() => _sweep.Dispose();

    private static TimeSpan PeriodFor(TimeSpan timeout) => TimeSpan.FromMilliseconds(Math.Clamp(timeout.TotalMilliseconds / 4, 10, 1000));

    private void Sweep()
    {
        foreach ((Connection connection, _) in _connections)
        {
            TimeSpan silent = connection.Transport.SilentFor;
            if (connection.Transport.IsClosing)
            {
                if (silent > _closeTimeout)
                {
                    connection.Transport.Abort();
                }
            }
            else if (silent > connection.Options.IdleTimeout)
            {
                connection.Transport.Close(CloseCode.ProtocolError);
            }
        }
    }
}
