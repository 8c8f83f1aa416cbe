using System.Globalization;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text.Json;

namespace Channels.Typed.Soak.Load;

/// <summary>One client. It connects again and again, and ends each connection in a random way.</summary>
internal sealed class Client(Server server, HttpClient http, Counts counts, Random random)
{
    private const int Rooms = 200;

    public async Task RunAsync(CancellationToken stop)
    {
        // So that not all clients connect at once.
        await PauseAsync(10_000, stop);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                counts.OnSession();
                await (random.Next(100) switch
                {
                    0 or 1 => RunLongPollAsync(stop),
                    2 => RunHungAsync(),
                    3 => RunSlowAsync(),
                    _ => RunSocketAsync(stop),
                });
            }
            catch (Exception e) when (e
                is IOException or WebSocketException or SocketException or OperationCanceledException
                or HttpRequestException or JsonException)
            {
                counts.OnFailure();
                Console.WriteLine($"A client failed: {e.GetType().Name} {e.Message}");
            }

            await PauseAsync(2_000, stop);
        }
    }

    private async Task RunSocketAsync(CancellationToken stop)
    {
        if (random.Next(20) == 0)
        {
            counts.OnRefused();
            using SoakSocket? none = await SoakSocket.ConnectAsync(server.Address, "vsn=2.0.0&token=refuse");
            Expect(none is null, "a connect that should be refused is not");
        }

        using SoakSocket? socket = await SoakSocket.ConnectAsync(server.Address, "vsn=2.0.0");
        if (socket is null)
        {
            throw new IOException("The server refused the connect.");
        }

        counts.OnConnected();
        try
        {
            string topic = string.Create(CultureInfo.InvariantCulture, $"bench:{random.Next(Rooms)}");
            Expect(
                (await socket.CallAsync("1", "1", topic, "phx_join")).Contains("\"ok\"", StringComparison.Ordinal),
                "a join is not answered ok");
            if (random.Next(4) == 0)
            {
                counts.OnRefused();
                (string refused, string payload) = random.Next(2) == 0 ? ("not:served", "{}") : ("room:a", """{"nick":""}""");
                Expect(
                    (await socket.CallAsync("2", "2", refused, "phx_join", payload)).Contains("\"error\"", StringComparison.Ordinal),
                    "a join that should be refused is not");
            }

            int last = random.Next(3, 30);
            for (int i = 3; i < last && !stop.IsCancellationRequested; i++)
            {
                string reference = i.ToString(CultureInfo.InvariantCulture);
                await socket.CallAsync("1", reference, topic, "echo", """{"text":"hello"}""");
                counts.OnMessage();
                await PauseAsync(3_000, stop);
            }

            await LeaveAsync(socket, topic, stop.IsCancellationRequested ? 0 : random.Next(6));
        }
        finally
        {
            counts.OnDisconnected();
        }
    }

    private async Task LeaveAsync(SoakSocket socket, string topic, int way)
    {
        switch (way)
        {
            case 0 or 1:
                await socket.CallAsync("1", "99", topic, "phx_leave");
                await socket.CloseAsync();
                break;
            case 2:
                await socket.CloseAsync();
                break;
            case 3:
                int frames = random.Next(1, 500);
                counts.OnGarbage(frames);
                Expect(await socket.SendGarbageAsync(frames), "garbage is not closed with 1011");
                break;
            default:
                counts.OnAborted();
                socket.Abort();
                break;
        }
    }

    // Leaves behind a handler that does not end.
    private async Task RunHungAsync()
    {
        using SoakSocket socket = await SoakSocket.ConnectAsync(server.Address) ?? throw new IOException("The server refused the connect.");
        await socket.CallAsync("1", "1", "hung:a", "phx_join");
        await socket.SendAsync("""["1","2","hung:a","wait",{}]""", CancellationToken.None);
        counts.OnHung();
        socket.Abort();
    }

    // A client behind a slow link, which gets large replies to its joins.
    private async Task RunSlowAsync()
    {
        const int Channels = 20;
        using SoakSocket socket = await SoakSocket.ConnectAsync(server.Address, bytesPerSecond: 100_000)
            ?? throw new IOException("The server refused the connect.");
        counts.OnSlow();
        using var guard = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        for (int i = 1; i <= Channels; i++)
        {
            await socket.SendAsync($$"""["{{i}}","{{i}}","hung:{{i}}","phx_join",{"bytes":50000}]""", guard.Token);
        }

        for (int i = 0; i < Channels; i++)
        {
            Expect(
                (await socket.ReceiveAsync(guard.Token)).Contains("\"status\":\"ok\"", StringComparison.Ordinal),
                "a join over a slow link is not answered ok");
        }

        await socket.CloseAsync();
    }

    // A session of long polling. It expires when the client stops polling.
    private async Task RunLongPollAsync(CancellationToken stop)
    {
        string target = "/socket/longpoll?vsn=2.0.0";
        using JsonDocument opened = await PollAsync(target);
        target += "&token=" + Uri.EscapeDataString(opened.RootElement.GetProperty("token").GetString() ?? "");
        using HttpResponseMessage posted = await http.PostAsync(
            new Uri(server.Address, target), new StringContent("""["1","1","bench:poll","phx_join",{}]"""), CancellationToken.None);
        posted.EnsureSuccessStatusCode();
        for (int i = random.Next(1, 5); i > 0 && !stop.IsCancellationRequested; i--)
        {
            using JsonDocument answer = await PollAsync(target);
            Expect(answer.RootElement.GetProperty("status").GetInt32() is 200 or 204, "a poll is not answered");
        }
    }

    private async Task<JsonDocument> PollAsync(string target)
    {
        counts.OnPoll();
        return await http.GetFromJsonAsync<JsonDocument>(
            new Uri(server.Address, target), CancellationToken.None) ?? throw new IOException("The response has no body.");
    }

    private async Task PauseAsync(int longest, CancellationToken stop)
    {
        try
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(longest)), TimeProvider.System, stop);
        }
        catch (OperationCanceledException)
        {
            // The caller checks the token.
        }
    }

    private static void Expect(bool isRight, string what)
    {
        if (!isRight)
        {
            throw new IOException(what);
        }
    }
}
