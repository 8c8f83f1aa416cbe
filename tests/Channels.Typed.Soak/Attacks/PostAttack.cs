namespace Channels.Typed.Soak.Attacks;

/// <summary>60 requests of 7.9 MB at once for one session of long polling.</summary>
internal sealed class PostAttack : IAttack
{
    public string Name => "posts of one session";

    public async Task<IDisposable> RunAsync(Server server)
    {
        var http = new HttpClient { Timeout = TimeSpan.FromSeconds(60) };
        Uri address = await LongPollSession.OpenAsync(http, server);
        byte[] body = new byte[7_900_000];
        Array.Fill(body, (byte)'x');
        await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => PostAsync(http, address, body)));
        return http;
    }

    private static async Task PostAsync(HttpClient http, Uri address, byte[] body)
    {
        try
        {
            using HttpResponseMessage response = await http.PostAsync(address, new ByteArrayContent(body));
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            // The server refused the request while its body was being sent.
        }
    }
}
