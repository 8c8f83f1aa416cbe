using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Channels.Typed.Tests.Shared;

/// <summary>A long-polling client that sends plain requests and returns the responses as text.</summary>
internal sealed class PollClient(Uri server, string mount, string query) : IDisposable
{
    private const string Ndjson = "application/x-ndjson";
    private const int NoContent = 204; // The poll ended without messages.

    private readonly HttpClient _http = new() { BaseAddress = server, Timeout = Patience.Time * 2 };

    /// <summary>The token of the session. In returned responses it is replaced by TOKEN.</summary>
    public string Token { get; set; } = "";

    /// <summary>Whether the token is sent in a header instead of the address.</summary>
    public bool UsesHeader { get; set; }

    /// <summary>The value of the header for auth tokens, if any.</summary>
    public string? AuthToken { get; set; }

    /// <summary>Returns a client for the same session that sends its requests to another address.</summary>
    public PollClient At(Uri other) => new(other, mount, query) { Token = Token, UsesHeader = UsesHeader };

    public async Task OpenAsync()
    {
        Assert.Equal("""{"messages":[],"status":410,"token":"TOKEN"}""", await PollAsync());
        Assert.NotEmpty(Token);
    }

    /// <summary>Polls. A new token replaces the old one.</summary>
    public async Task<string> PollAsync(CancellationToken cancellationToken = default) =>
        await TextAsync(await RequestAsync(HttpMethod.Get, cancellationToken: cancellationToken));

    public async Task<string> PostAsync(string body, string? contentType = Ndjson) =>
        await PostAsync(Encoding.UTF8.GetBytes(body), contentType);

    public async Task<string> PostAsync(byte[] body, string? contentType = Ndjson) =>
        await TextAsync(await RequestAsync(HttpMethod.Post, ContentOf(body, contentType)));

    /// <summary>Posts messages, which the server must accept.</summary>
    public async Task SendAsync(params string[] frames) => Assert.Equal("""{"status":200}""", await PostAsync(string.Join('\n', frames)));

    /// <summary>Polls until as many messages have arrived, which must be exactly these.</summary>
    public async Task ExpectAsync(params string[] frames)
    {
        var received = new List<string>();
        using var guard = new CancellationTokenSource(Patience.Time, TimeProvider.System);
        while (received.Count < frames.Length)
        {
            using var answer = JsonDocument.Parse(await PollAsync(guard.Token));
            Assert.True(answer.RootElement.GetProperty("status").GetInt32() is 200 or NoContent, answer.RootElement.GetRawText());
            received.AddRange(answer.RootElement.GetProperty("messages").EnumerateArray().Select(message => message.GetString()!));
        }

        Assert.Equal(frames, received);
    }

    public async Task<HttpResponseMessage> RequestAsync(
        HttpMethod method,
        HttpContent? content = null,
        IEnumerable<(string Name, string Value)>? headers = null,
        CancellationToken cancellationToken = default)
    {
        string token = UsesHeader || Token.Length == 0 ? "" : "&token=" + Token;
        var address = new Uri($"{mount}/longpoll?{query}{token}", UriKind.Relative);
        using var request = new HttpRequestMessage(method, address) { Content = content };
        if (UsesHeader)
        {
            request.Headers.Add("X-Phoenix-Longpoll-Token", Token);
        }

        if (AuthToken is not null)
        {
            request.Headers.Add("X-Phoenix-AuthToken", AuthToken);
        }

        foreach ((string name, string value) in headers ?? [])
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await _http.SendAsync(request, cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private static ByteArrayContent ContentOf(byte[] body, string? contentType)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        return content;
    }

    private async Task<string> TextAsync(HttpResponseMessage response)
    {
        using (response)
        {
            string text = await response.Content.ReadAsStringAsync();
            if (response.StatusCode != HttpStatusCode.OK)
            {
                return $"HTTP {(int)response.StatusCode}{text}";
            }

            Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType?.ToString());
            Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
            Assert.Equal("*", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
            using var answer = JsonDocument.Parse(text);
            if (!answer.RootElement.TryGetProperty("token", out JsonElement token))
            {
                return text;
            }

            Token = token.GetString()!;
            return text.Replace(Token, "TOKEN", StringComparison.Ordinal);
        }
    }
}
