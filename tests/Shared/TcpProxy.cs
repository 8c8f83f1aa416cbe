using System.Net;
using System.Net.Sockets;

namespace Channels.Typed.Tests.Shared;

/// <summary>
/// A proxy between client and server. It can reset, half-close or silence its connections, and refuse new ones.
/// </summary>
internal sealed class TcpProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly object _gate = new();
    private readonly HashSet<Link> _links = [];
    private bool _refuses;
    private bool _isDisposed;
    private int _accepted;
    private int _cuts;
    private volatile IPEndPoint _server;

    private TcpProxy(IPEndPoint server) => _server = server;

    /// <summary>Gets or sets the address of the server for new connections. A restarted server has another port.</summary>
    public IPEndPoint Server
    {
        get => _server;
        set => _server = value;
    }

    /// <summary>Gets the port to connect to.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Gets how many connections were accepted so far.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>Gets how many connections are open.</summary>
    public int Open
    {
        get
        {
            lock (_gate)
            {
                return _links.Count;
            }
        }
    }

    public static TcpProxy Start(IPEndPoint server)
    {
        var proxy = new TcpProxy(server);
        proxy._listener.Start();
        _ = proxy.AcceptAsync();
        return proxy;
    }

    /// <summary>Resets all connections: both ends see an error.</summary>
    public void Cut()
    {
        _ = Interlocked.Increment(ref _cuts);
        ForAll(static link => link.Reset());
    }

    /// <summary>Ends the server's direction of all connections: the client reads the end of the stream without a close frame.</summary>
    public void HalfClose() => ForAll(static link => link.HalfClose());

    /// <summary>Stops all data on the current connections, in both directions, and keeps them open.</summary>
    public void Stall() => ForAll(static link => link.Stall());

    /// <summary>Sets whether new connections are reset at once.</summary>
    public void Refuse(bool refuses)
    {
        lock (_gate)
        {
            _refuses = refuses;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
        }

        _listener.Stop();
        Cut();
    }

    private void ForAll(Action<Link> action)
    {
        Link[] links;
        lock (_gate)
        {
            links = [.. _links];
        }

        foreach (Link link in links)
        {
            action(link);
        }
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync().ConfigureAwait(false);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }

            bool refuses;
            lock (_gate)
            {
                refuses = _refuses || _isDisposed;
            }

            if (refuses)
            {
                Link.Reset(client);
                continue;
            }

            _ = Interlocked.Increment(ref _accepted);
            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        var server = new TcpClient();
        int cuts = Volatile.Read(ref _cuts);
        IPEndPoint address = _server;
        try
        {
            await server.ConnectAsync(address.Address, address.Port).ConfigureAwait(false);
        }
        catch (SocketException)
        {
            Link.Reset(client);
            server.Dispose();
            return;
        }

        var link = new Link(client, server);
        lock (_gate)
        {
            _ = _links.Add(link);
        }

        if (cuts != Volatile.Read(ref _cuts))
        {
            // Cut was called while this connection was made, so it must be reset too.
            link.Reset();
        }

        await link.RunAsync().ConfigureAwait(false);
        lock (_gate)
        {
            _ = _links.Remove(link);
        }
    }

    private sealed class Link(TcpClient client, TcpClient server)
    {
        private readonly TaskCompletionSource<bool> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile bool _isStalled;

        public static void Reset(TcpClient client)
        {
            try
            {
                client.LingerState = new LingerOption(true, 0);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or NullReferenceException)
            {
                // The connection has already ended. Mono throws a null reference in this case.
            }

            client.Dispose();
        }

        public async Task RunAsync()
        {
            Task both = Task.WhenAll(CopyAsync(client, server), CopyAsync(server, client));
            await Task.WhenAny(both, _ended.Task).ConfigureAwait(false);
            client.Dispose();
            server.Dispose();
        }

        public void Reset()
        {
            Reset(client);
            Reset(server);
            _ = _ended.TrySetResult(true);
        }

        public void HalfClose()
        {
            _isStalled = true;
            try
            {
                client.Client.Shutdown(SocketShutdown.Send);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or NullReferenceException)
            {
                // The client has already closed the connection.
            }
        }

        public void Stall() => _isStalled = true;

        private async Task CopyAsync(TcpClient from, TcpClient to)
        {
            byte[] buffer = new byte[16 * 1024];
            try
            {
                NetworkStream source = from.GetStream();
                NetworkStream target = to.GetStream();
                while (true)
                {
#pragma warning disable CA1835 // .NET Framework, where this runs too, has no overloads with Memory.
                    int count = await source.ReadAsync(buffer, 0, buffer.Length).ConfigureAwait(false);
                    if (count == 0)
                    {
                        break;
                    }

                    if (!_isStalled)
                    {
                        await target.WriteAsync(buffer, 0, count).ConfigureAwait(false);
                    }
#pragma warning restore CA1835
                }

                // The end of one direction is passed on. On a silenced connection only the end of the client counts: it means that the
                // client gave up.
                if (!_isStalled)
                {
                    to.Client.Shutdown(SocketShutdown.Send);
                }
                else if (ReferenceEquals(from, client))
                {
                    _ = _ended.TrySetResult(true);
                }
            }
            catch (Exception e) when (
                e is IOException or SocketException or ObjectDisposedException or InvalidOperationException or NullReferenceException)
            {
                _ = _ended.TrySetResult(true);
            }
        }
    }
}
