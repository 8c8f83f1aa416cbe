using System.Net;
using System.Net.Sockets;

namespace Channels.Typed.Tests.Shared;

/// <summary>
/// Stands between client and server, and can cut, half-close or silence the connections that go through it, or refuse new ones.
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

    /// <summary>Gets or sets where new connections lead to: a server that was started again has another port.</summary>
    public IPEndPoint Server
    {
        get => _server;
        set => _server = value;
    }

    /// <summary>Gets the port to connect to.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Gets how many connections were let through so far.</summary>
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

    /// <summary>Lets nothing more through on the connections there are, in either direction, and keeps them open.</summary>
    public void Stall() => ForAll(static link => link.Stall());

    /// <summary>From now on new connections are reset at once, or not any more.</summary>
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
            // There was a cut while it was made, so it is one of those.
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
                // It is gone already; what Mono says of that is a null reference.
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
                // The client was faster.
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
#pragma warning disable CA1835 // The overloads of memory are not there on .NET Framework, where this runs as well.
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

                // An end passes through as an end; of a silenced connection not even that does, unless it is the client's, who has
                // given up.
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
