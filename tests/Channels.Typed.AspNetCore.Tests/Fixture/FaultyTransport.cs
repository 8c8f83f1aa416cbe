using Channels.Typed.AspNetCore.Channels;
using Channels.Typed.AspNetCore.Connections;
using Channels.Typed.AspNetCore.Transports;
using Channels.Typed.AspNetCore.Versions;
using Microsoft.Extensions.DependencyInjection;

namespace Channels.Typed.AspNetCore.Tests.Fixture;

/// <summary>A connection without a client, whose <see cref="Close"/> and <see cref="Abort"/> throw if the test says so.</summary>
internal sealed class FaultyTransport : IConnectionTransport
{
    private readonly bool _throws;
    private int _closes;
    private int _aborts;

    private FaultyTransport(ServerServices services, bool throws)
    {
        _throws = throws;
        Connection = new Connection(
            this, WireFormat.V2, new SocketRoutes([]), new SocketContext(new(), services.Logger), new SocketOptions(services.Options),
            services);
    }

    public Connection Connection { get; }

    public int Closes => Volatile.Read(ref _closes);

    public int Aborts => Volatile.Read(ref _aborts);

    public IOutbox Outbox => UnusedOutbox.Instance;

    public TimeSpan IdleFor { get; set; }

    public TimeSpan UnfinishedFor => TimeSpan.Zero;

    public bool IsClosing { get; set; }

    /// <summary>Opens connections, of which the first half throws.</summary>
    public static FaultyTransport[] Open(int count, FixtureServer server)
    {
        ServerServices services = server.Services.GetRequiredService<ServerServices>();
        ConnectionRegistry connections = server.Services.GetRequiredService<ConnectionRegistry>();
        var all = new FaultyTransport[count];
        for (int i = 0; i < count; i++)
        {
            all[i] = new FaultyTransport(services, throws: i < count / 2);
            Assert.True(connections.TryReserve());
            connections.Add(all[i].Connection);
        }

        return all;
    }

    public void AbortIfStalled(TimeSpan limit)
    {
    }

    public void Close(CloseCode code)
    {
        Interlocked.Increment(ref _closes);
        ThrowIfFaulty();
    }

    public void Abort()
    {
        Interlocked.Increment(ref _aborts);
        ThrowIfFaulty();
    }

    private void ThrowIfFaulty()
    {
        if (_throws)
        {
            throw new InvalidOperationException("faulty");
        }
    }
}
