using System.Collections.Concurrent;
using Channels.Typed.AspNetCore.Transports;

namespace Channels.Typed.AspNetCore.Connections;

/// <summary>All open connections, and the one timer that looks after them: silent ones are closed, stubborn ones dropped.</summary>
internal sealed class ConnectionRegistry : IDisposable
{
    private readonly ConcurrentDictionary<Connection, bool> _connections = new();
    private readonly ChannelsOptions _options;
    private readonly ITimer _sweep;
    private volatile bool _isStopping;

    public ConnectionRegistry(ChannelsOptions options, TimeProvider time)
    {
        _options = options;
        TimeSpan shortest = options.IdleTimeout < options.CloseTimeout ? options.IdleTimeout : options.CloseTimeout;
        var period = TimeSpan.FromMilliseconds(Math.Clamp(shortest.TotalMilliseconds / 4, 10, 1000));
        _sweep = time.CreateTimer(static state => ((ConnectionRegistry)state!).Sweep(), this, period, period); // The state is given here.
    }

    public int Count => _connections.Count;

    /// <summary>Whether the clients are being sent away.</summary>
    public bool IsDraining => _isStopping;

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

    private void Sweep()
    {
        foreach ((Connection connection, _) in _connections)
        {
            TimeSpan silent = connection.Transport.SilentFor;
            if (connection.Transport.IsClosing)
            {
                if (silent > _options.CloseTimeout)
                {
                    connection.Transport.Abort();
                }
            }
            else if (silent > _options.IdleTimeout)
            {
                connection.Transport.Close(CloseCode.ProtocolError);
            }
        }
    }
}
