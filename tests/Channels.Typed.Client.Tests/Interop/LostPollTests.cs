using System.Net;
using System.Net.Sockets;
using System.Text;
using Channels.Typed.Client.Tests.Fixture;

namespace Channels.Typed.Client.Tests.Interop;

/// <summary>
/// The connection of a poll breaks, over a real TCP connection. The HTTP handler of .NET repeats such requests if it can.
/// </summary>
public sealed class LostPollTests
{
    private const string TokenHeader = "X-Phoenix-Longpoll-Token";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task PollBreaks_ClientOpensANewSession_AndDoesNotRepeatThePoll(bool isReset)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var options = new ChannelSocketOptions
        {
            Transport = SocketTransport.LongPolling,
            ReconnectDelays = [TimeSpan.FromMilliseconds(1)],
        };
        await using var socket = new ChannelSocket(
            new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/socket"), options);
        var lost = new TaskCompletionSource<SocketStateReason>();
        socket.StateChanged += (_, change) => _ = change.State == SocketState.Reconnecting && lost.TrySetResult(change.Reason);
        Task connected = socket.ConnectAsync();

        using (TcpClient first = await listener.AcceptTcpClientAsync().Within())
        {
            Assert.DoesNotContain(TokenHeader, await ReadRequestAsync(first), StringComparison.OrdinalIgnoreCase);
            await first.GetStream().WriteAsync(
                Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 42\r\n\r\n{\"messages\":[],\"status\":410,\"token\":\"abc\"}"));
            await connected.Within();
            Assert.Contains(TokenHeader, await ReadRequestAsync(first), StringComparison.OrdinalIgnoreCase);
            first.LingerState = new LingerOption(isReset, 0);
        }

        Assert.Equal(SocketStateReason.ConnectionLost, await lost.Task.Within());
        using TcpClient second = await listener.AcceptTcpClientAsync().Within();
        Assert.DoesNotContain(TokenHeader, await ReadRequestAsync(second), StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<string> ReadRequestAsync(TcpClient client)
    {
        byte[] buffer = new byte[4096];
        string request = "";
        while (!request.EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            int count = await client.GetStream().ReadAsync(buffer).Within();
            Assert.NotEqual(0, count);
            request += Encoding.ASCII.GetString(buffer, 0, count);
        }

        return request;
    }
}
