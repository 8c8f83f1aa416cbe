using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Channels.Typed.Client.Tests.Fixture;

/// <summary>
/// An HTTP proxy: CONNECT tunnels, and requests with absolute addresses. Every request goes to one server.
/// </summary>
internal sealed class HttpProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly IPEndPoint _server;
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly CancellationTokenSource _stop = new();

    private HttpProxy(IPEndPoint server) => _server = server;

    /// <summary>Gets the request lines.</summary>
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
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
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
            await server.ConnectAsync(_server, _stop.Token);
            NetworkStream up = server.GetStream();
            if (request.StartsWith("CONNECT ", StringComparison.Ordinal))
            {
                await down.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray(), _stop.Token);
            }
            else
            {
                await up.WriteAsync(head, _stop.Token); // Servers accept absolute addresses too.
            }

            _ = await Task.WhenAny(down.CopyToAsync(up, _stop.Token), up.CopyToAsync(down, _stop.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // One of the two connections has ended.
        }
    }

    private async Task<byte[]> ReadHeadAsync(NetworkStream stream)
    {
        var head = new List<byte>();
        byte[] one = new byte[1];
        while (!head.TakeLast(4).SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            await stream.ReadExactlyAsync(one, _stop.Token);
            head.Add(one[0]);
        }

        return [.. head];
    }
}
