using System.Collections.Concurrent;
using Channels.Typed.AspNetCore.Channels;
using Channels.Typed.AspNetCore.Connections;
using Channels.Typed.AspNetCore.Handshake;
using Channels.Typed.AspNetCore.Versions;

namespace Channels.Typed.AspNetCore.LongPolling;

/// <summary>The sessions of this server, and the way to those of others.</summary>
internal sealed class LongPollNode : IDisposable
{
    private readonly ConcurrentDictionary<Guid, LongPollSession> _sessions = new();
    private readonly ConcurrentDictionary<Task, bool> _ending = new();
    private readonly ServerServices _services;
    private readonly ConnectionRegistry _connections;
    private readonly RemoteCalls _remote;
    private readonly ITimer _sweep;

    public LongPollNode(ServerServices services, ConnectionRegistry connections)
    {
        _services = services;
        _connections = connections;
        _remote = new RemoteCalls(Id, services);
        var period = TimeSpan.FromMilliseconds(Math.Clamp(services.Options.LongPoll.WindowTime.TotalMilliseconds / 4, 10, 1000));
        _sweep = services.Time.CreateTimer(static state => ((LongPollNode)state!).Sweep(), this, period, period); // The state is given here.
    }

    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>
    /// What channels run in. Not the context of the request that brings a message: whatever a handler goes on to do would keep it, and find the
    /// HTTP context of a request that has long been answered.
    /// </summary>
    public ExecutionContext Context { get; } = ExecutionContext.Capture()!; // Made while sockets are mapped, where nobody suppresses the flow.

    /// <summary>Whether the server is about to stop, so that nothing new begins here.</summary>
    public bool IsStopping => _connections.IsDraining;

    /// <summary>Gets the number of sessions that live on this server.</summary>
    public int Count => _sessions.Count;

    /// <summary>The session at an address; null if it is known to be gone.</summary>
    /// <param name="address">The address.</param>
    /// <param name="options">Those of the mount that is asked.</param>
    public ISession? Find(SessionAddress address, LongPollOptions options)
    {
        if (address.Node == Id)
        {
            return _sessions.GetValueOrDefault(address.Session);
        }

        return _services.PubSub.HasAdapter ? new RemoteSession(address.Session, options, _remote, _services) : null;
    }

    /// <summary>Takes a place for a new session.</summary>
    public bool TryReserve() => _connections.TryReserve();

    /// <summary>Gives back a place of which no session came.</summary>
    public void ReleaseReservation() => _connections.ReleaseReservation();

    public SessionAddress Add(SocketMount mount, WireFormat format, SocketContext socket)
    {
        var session = new LongPollSession(this, mount, format, socket);
        _sessions.TryAdd(session.Id, session);
        session.Open();
        _connections.Add(session.Connection);
        if (session.IsOver)
        {
            // It has ended before it was in: a disconnect, or the server stops.
            _connections.Remove(session.Connection);
        }

        return new SessionAddress(Id, session.Id);
    }

    /// <summary>Called once by each session that ends.</summary>
    public void OnEnding(LongPollSession session, Task end)
    {
        _sessions.TryRemove(session.Id, out _);
        _connections.Remove(session.Connection);
        _ending.TryAdd(end, true);
        _ = end.ContinueWith((done, _) => _ending.TryRemove(done, out bool _), null, TaskScheduler.Default);
    }

    /// <summary>Waits until the channels of the sessions that were ended have ended.</summary>
    public Task WhenEndedAsync() => Task.WhenAll(_ending.Keys);

    public void Dispose()
    {
        _sweep.Dispose();
        _remote.Dispose();
    }

    private void Sweep()
    {
        foreach ((_, LongPollSession session) in _sessions)
        {
            session.EndIfInactive();
        }
    }
}
