using System.Collections.Concurrent;
using Channels.Typed.AspNetCore.Channels;
using Channels.Typed.AspNetCore.Connections;
using Channels.Typed.AspNetCore.Handshake;
using Channels.Typed.AspNetCore.Versions;

namespace Channels.Typed.AspNetCore.LongPolling;

/// <summary>This server's sessions, and access to the sessions of other servers. Safe for use from several threads.</summary>
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
        _sweep = services.Time.CreateTimer(static state => ((LongPollNode)state!).Sweep(), this, period, period); // The state is this.
    }

    /// <summary>Gets the identity of this server in tokens and in messages between servers.</summary>
    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>
    /// Gets the execution context that channels run in. It is not the context of the POST that carries a message: work that a handler
    /// starts would keep that context alive, and <c>IHttpContextAccessor</c> would return the context of a request that has already been
    /// answered.
    /// </summary>
    public ExecutionContext Context { get; } = ExecutionContext.Capture()!; // Sockets are mapped where the flow is not suppressed.

    /// <summary>Gets a value indicating whether the server is about to stop, so that it starts no new sessions.</summary>
    public bool IsStopping => _connections.IsDraining;

    /// <summary>Gets the number of sessions that live on this server.</summary>
    public int Count => _sessions.Count;

    /// <summary>
    /// Finds the session at an address; null if it has ended. A session of another server is returned without a check: it may have ended.
    /// </summary>
    /// <param name="address">The address.</param>
    /// <param name="options">The options of the mount that received the request.</param>
    public ILongPollSession? Find(SessionAddress address, LongPollOptions options)
    {
        if (address.Node == Id)
        {
            return _sessions.GetValueOrDefault(address.Session);
        }

        return _services.PubSub.HasAdapter ? new RemoteSession(address.Session, options, _remote, _services) : null;
    }

    /// <summary>Gets the POSTs that this server handles.</summary>
    public PostTurns Posts { get; } = new();

    /// <summary>Gets the limit of connections for each remote address.</summary>
    public AddressLimit Addresses => _connections.Addresses;

    /// <summary>Reserves a connection for a new session.</summary>
    /// <returns>False if the server has as many connections as it may have.</returns>
    public bool TryReserve() => _connections.TryReserve();

    /// <summary>Releases a reservation that is not used for a session.</summary>
    public void ReleaseReservation() => _connections.ReleaseReservation();

    /// <summary>Creates a session. It uses a reservation of <see cref="TryReserve"/>.</summary>
    public SessionAddress Add(SocketMount mount, WireFormat format, SocketContext socket)
    {
        var session = new LongPollSession(this, mount, format, socket);
        _sessions.TryAdd(session.Id, session);
        session.Open();
        _connections.Add(session.Connection);
        if (session.HasEnded)
        {
            // The session ended before it was added, because its socket was disconnected or the server stops, so its end did not remove it.
            _connections.Remove(session.Connection);
        }

        return new SessionAddress(Id, session.Id);
    }

    /// <summary>Called once by each session when it ends.</summary>
    /// <param name="session">The session.</param>
    /// <param name="end">Completes when the channels of the session have ended.</param>
    public void OnEnding(LongPollSession session, Task end)
    {
        _sessions.TryRemove(session.Id, out _);
        _connections.Remove(session.Connection);
        _ending.TryAdd(end, true);
        _ = end.ContinueWith((done, _) => _ending.TryRemove(done, out bool _), null, TaskScheduler.Default);
    }

    /// <summary>Completes when the channels of all ended sessions have ended.</summary>
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
