using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Channels.Typed.Client.Tests.Fixture;

/// <summary>
/// A proxy as networks have them: tunnels by CONNECT, and requests with whole addresses. Wherever it is asked to go, it goes to one
/// server.
/// </summary>
internal sealed class HttpProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly IPEndPoint _server;
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly CancellationTokenSource _over = new();

    private HttpProxy(IPEndPoint server) => _server = server;

    /// <summary>Gets the first lines of what it was asked.</summary>
    public IEnumerable<string> Requests => _requests;

    public WebProxy Address => new(new Uri($"http://{_listener.LocalEndpoint}"));

    public static HttpProxy Start(IPEndPoint server)
    {
        var proxy = new HttpProxy(server);
        proxy._listener.Start();
        _ = proxy.AcceptAsync();
        return proxy;
    }

    public void Dispose()
    {
        _over.Cancel();
        _listener.Dispose();
        _over.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_over.Token));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task ServeAsync(TcpClient accepted)
    {
        using TcpClient client = accepted;
        using var server = new TcpClient();
        try
        {
            NetworkStream down = client.GetStream();
            byte[] head = await ReadHeadAsync(down);
            string request = Encoding.ASCII.GetString(head).Split("\r\n")[0];
            _requests.Enqueue(request);
            await server.ConnectAsync(_server, _over.Token);
            NetworkStream up = server.GetStream();
            if (request.StartsWith("CONNECT ", StringComparison.Ordinal))
            {
                await down.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray(), _over.Token);
            }
            else
            {
                await up.WriteAsync(head, _over.Token); // Servers take whole addresses too.
            }

            _ = await Task.WhenAny(down.CopyToAsync(up, _over.Token), up.CopyToAsync(down, _over.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // One of the two has gone.
        }
    }

    private async Task<byte[]> ReadHeadAsync(NetworkStream stream)
    {
        var head = new List<byte>();
        byte[] one = new byte[1];
        while (!head.TakeLast(4).SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            await stream.ReadExactlyAsync(one, _over.Token);
            head.Add(one[0]);
        }

        return [.. head];
    }
}
