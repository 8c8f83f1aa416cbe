using System.Threading.Channels;

namespace Channels.Typed.Client.Tests.Fixture;

/// <summary>An in-memory long-polling server. The test answers each request.</summary>
internal sealed class ScriptedHttp
{
    private readonly Channel<ScriptedRequest> _gets = Channel.CreateUnbounded<ScriptedRequest>();
    private readonly Channel<ScriptedRequest> _posts = Channel.CreateUnbounded<ScriptedRequest>();

    public bool HasPost => _posts.Reader.TryPeek(out _);

    /// <summary>Receives the next GET. It waits for the response of the test.</summary>
    public Task<ScriptedRequest> GetAsync() => _gets.Reader.ReadAsync().Within();

    /// <summary>Receives the next POST.</summary>
    public Task<ScriptedRequest> PostAsync() => _posts.Reader.ReadAsync().Within();

    /// <summary>Opens a session with the next GET.</summary>
    public async Task<ScriptedRequest> OpenAsync(string token = "t")
    {
        ScriptedRequest request = await GetAsync();
        request.Answer($$"""{"messages":[],"status":410,"token":"{{token}}"}""");
        return request;
    }

    /// <summary>Creates a handler for one connection. All handlers share this script.</summary>
    public HttpMessageHandler CreateHandler() => new Handler(this);

    private sealed class Handler(ScriptedHttp script) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var scripted = new ScriptedRequest(
                request.RequestUri!, // HttpClient sets it.
                string.Join('\n', HeadersOf(request).Select(static header => $"{header.Key}: {string.Join(", ", header.Value)}")),
                request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken));
            Assert.True((request.Method == HttpMethod.Get ? script._gets : script._posts).Writer.TryWrite(scripted));
            return await scripted.ResponseAsync(cancellationToken);
        }

        private static IEnumerable<KeyValuePair<string, IEnumerable<string>>> HeadersOf(HttpRequestMessage request) =>
            request.Content is null ? request.Headers : request.Headers.Concat(request.Content.Headers);
    }
}
