namespace Channels.Typed.Soak.Attacks;

/// <summary>20,000 sessions of long polling that are never polled. Afterwards WebSockets must still find a place.</summary>
internal sealed class UnpolledAttack : IAttack
{
    public string Name => "sessions that are not polled";

    public async Task<IDisposable> RunAsync(Server server)
    {
        var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 50 }) { Timeout = TimeSpan.FromSeconds(60) };
        await Task.WhenAll(Enumerable.Range(0, 20_000).Select(_ => OpenAsync(http, server)));
        using SoakSocket? socket = await SoakSocket.ConnectAsync(server.Address);
        return socket is null ? throw new IOException("Sessions that are not polled lock WebSockets out.") : http;
    }

    private static async Task OpenAsync(HttpClient http, Server server)
    {
        try
        {
            _ = await LongPollSession.OpenAsync(http, server);
        }
        catch (Exception e) when (e is IOException or HttpRequestException or System.Text.Json.JsonException)
        {
            // Refused, which is right beyond a limit.
        }
    }
}
