using Channels.Typed.AspNetCore.Channels;
using Channels.Typed.AspNetCore.Connections;
using Channels.Typed.AspNetCore.Transports;
using Channels.Typed.AspNetCore.Versions;
using Microsoft.Extensions.DependencyInjection;

namespace Channels.Typed.AspNetCore.Tests.Fixture;

/// <summary>A connection without a client. It records closes and aborts, and stays registered until the test removes it.</summary>
internal sealed class IdleTransport : IConnectionTransport
{
    private IdleTransport(ServerServices services) => Connection = new Connection(
        this, WireFormat.V2, new SocketRoutes([]), new SocketContext(new(), services.Logger), new SocketOptions(services.Options),
        services);

    public Connection Connection { get; }

    public List<CloseCode> Closes { get; } = [];

    public bool IsAborted { get; private set; }

    public IOutbox Outbox => UnusedOutbox.Instance;

    public TimeSpan IdleFor => TimeSpan.Zero;

    public TimeSpan UnfinishedFor => TimeSpan.Zero;

    public bool IsClosing => Closes.Count > 0;

    /// <summary>Opens and registers connections.</summary>
    public static IdleTransport[] Open(int count, ConnectionRegistry connections, FixtureServer server)
    {
        ServerServices services = server.Services.GetRequiredService<ServerServices>();
        var all = new IdleTransport[count];
        for (int i = 0; i < count; i++)
        {
            all[i] = new IdleTransport(services);
            Assert.True(connections.TryReserve());
            connections.Add(all[i].Connection);
        }

        return all;
    }

    public void AbortIfStalled(TimeSpan limit)
    {
    }

    public void Close(CloseCode code) => Closes.Add(code);

    public void Abort() => IsAborted = true;
}
