using System.Threading.Channels;

namespace Channels.Typed.Client.Tests.Fixture;

/// <summary>A server of long polling in memory: the test answers each request.</summary>
internal sealed class ScriptedHttp : HttpMessageHandler
{
    private readonly Channel<ScriptedRequest> _gets = Channel.CreateUnbounded<ScriptedRequest>();
    private readonly Channel<ScriptedRequest> _posts = Channel.CreateUnbounded<ScriptedRequest>();

    public bool HasPost => _posts.Reader.TryPeek(out _);

    /// <summary>The next GET, which waits for the test's answer.</summary>
    public Task<ScriptedRequest> GetAsync() => _gets.Reader.ReadAsync().AsTask().Within();

    /// <summary>The next POST.</summary>
    public Task<ScriptedRequest> PostAsync() => _posts.Reader.ReadAsync().AsTask().Within();

    /// <summary>Begins a session with the next GET.</summary>
    public async Task<ScriptedRequest> OpenAsync(string token = "t")
    {
        ScriptedRequest request = await GetAsync();
        request.Answer($$"""{"messages":[],"status":410,"token":"{{token}}"}""");
        return request;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var scripted = new ScriptedRequest(
            request.RequestUri!,
            string.Join('\n', request.Headers.Concat(request.Content?.Headers ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>())
                .Select(static header => $"{header.Key}: {string.Join(", ", header.Value)}")),
            request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken));
        Assert.True((request.Method == HttpMethod.Get ? _gets : _posts).Writer.TryWrite(scripted));
        return await scripted.ResponseAsync(cancellationToken);
    }
}
