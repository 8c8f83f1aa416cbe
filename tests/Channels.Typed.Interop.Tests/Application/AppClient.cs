using System.Text.Json;
using Channels.Typed.Interop.Tests.Fixture;

namespace Channels.Typed.Interop.Tests.Application;

/// <summary>A client of a conversation. Messages are written in version 2.0.0; the client translates them to its own version.</summary>
internal sealed class AppClient : IDisposable
{
    private readonly Queue<string> _polled = new();
    private readonly bool _isVersion1;
    private RawClient? _socket;
    private PollClient? _poll;

    private AppClient(bool isVersion1) => _isVersion1 = isVersion1;

    public static async Task<AppClient> ConnectAsync(Uri server, TransportAndVersion wire)
    {
        var client = new AppClient(wire is TransportAndVersion.SocketV1 or TransportAndVersion.PollV1);
        string query = client._isVersion1 ? "vsn=1.0.0" : "vsn=2.0.0";
        if (wire is TransportAndVersion.SocketV1 or TransportAndVersion.SocketV2)
        {
            client._socket = await RawClient.ConnectAsync(server, "/socket/websocket?" + query);
        }
        else
        {
            client._poll = new PollClient(server, "/socket", query);
            await client._poll.OpenAsync();
        }

        return client;
    }

    public async Task SendAsync(string message)
    {
        string sent = _isVersion1 ? AsSentInVersion1(message) : message;
        if (_socket is not null)
        {
            await _socket.SendAsync(sent);
        }
        else
        {
            Assert.Equal("""{"status":200}""", await _poll!.PostAsync(sent, _isVersion1 ? "application/json" : "application/x-ndjson"));
        }
    }

    public async Task ExpectAsync(string message)
    {
        Assert.Equal(
            _isVersion1 ? AsReceivedInVersion1(message) : message, _socket is null ? await PollAsync() : await _socket.ReceiveAsync());
    }

    /// <summary>Expects that the server has sent nothing more: the reply to a heartbeat is the next message.</summary>
    public async Task ExpectSilenceAsync()
    {
        await SendAsync("""[null,"silence","phoenix","heartbeat",{}]""");
        await ExpectAsync("""[null,"silence","phoenix","phx_reply",{"response":{},"status":"ok"}]""");
    }

    public void Dispose()
    {
        _socket?.Dispose();
        _poll?.Dispose();
    }

    // Clients of version 1.0.0 have no join refs.
    private static string AsSentInVersion1(string message)
    {
        string[] parts = Parts(message);
        return $$"""{"topic":{{parts[2]}},"event":{{parts[3]}},"payload":{{parts[4]}},"ref":{{parts[1]}}}""";
    }

    private static string AsReceivedInVersion1(string message)
    {
        string[] parts = Parts(message);

        // phx_close and phx_error carry the join ref as their ref, and there was none.
        string reference = parts[3] is "\"phx_close\"" or "\"phx_error\"" ? "null" : parts[1];
        return $$"""{"event":{{parts[3]}},"payload":{{parts[4]}},"ref":{{reference}},"topic":{{parts[2]}}}""";
    }

    private static string[] Parts(string message)
    {
        using JsonDocument document = JsonDocument.Parse(message);
        return [.. document.RootElement.EnumerateArray().Select(part => part.GetRawText())];
    }

    private async Task<string> PollAsync()
    {
        using var guard = new CancellationTokenSource(Patience.Time, TimeProvider.System);
        while (_polled.Count == 0)
        {
            using JsonDocument answer = JsonDocument.Parse(await _poll!.PollAsync(guard.Token)); // Set if there is no socket.

            // 204: the window of the poll ended without a message.
            Assert.True(answer.RootElement.GetProperty("status").GetInt32() is 200 or 204, answer.RootElement.GetRawText());
            foreach (JsonElement message in answer.RootElement.GetProperty("messages").EnumerateArray())
            {
                _polled.Enqueue(message.GetString()!); // Messages are strings.
            }
        }

        return _polled.Dequeue();
    }
}
