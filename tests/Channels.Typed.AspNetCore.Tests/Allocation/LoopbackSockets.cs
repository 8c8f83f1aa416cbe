using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Channels.Typed.AspNetCore.Tests.Allocation;

/// <summary>Both ends of a TCP connection. The test reads on the same thread what the server writes.</summary>
internal sealed class LoopbackSockets : IDisposable
{
    private readonly Socket _client;
    private readonly byte[] _received = new byte[64 * 1024];

    public LoopbackSockets()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        _client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 20_000 };
        _client.Connect(listener.LocalEndPoint!); // Bound above.
        Server = listener.Accept();
    }

    public Socket Server { get; }

    /// <summary>Waits for exactly so many bytes. They are valid until the next call.</summary>
    public ReadOnlySpan<byte> Receive(int count)
    {
        int received = 0;
        while (received < count)
        {
            received += _client.Receive(_received.AsSpan(received, count - received));
        }

        return _received.AsSpan(0, count);
    }

    /// <summary>The payloads of frames that are shorter than 126 bytes each.</summary>
    public static IEnumerable<string> Texts(byte[] frames)
    {
        for (int at = 0; at < frames.Length; at += 2 + frames[at + 1])
        {
            yield return Encoding.UTF8.GetString(frames, at + 2, frames[at + 1]);
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        Server.Dispose();
    }
}
