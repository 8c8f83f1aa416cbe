using System.Net;
using System.Text;
using System.Text.Json;

namespace Channels.Typed.Client.Tests.Fixture;

/// <summary>A long-polling request that waits for the response of the test.</summary>
internal sealed class ScriptedRequest(Uri uri, string headers, string body)
{
    private readonly TaskCompletionSource<HttpResponseMessage> _response = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Uri Uri { get; } = uri;

    public string Headers { get; } = headers;

    public string Body { get; } = body;

    /// <summary>Gets a task that completes when the client cancels the request.</summary>
    public Task Cancelled => _cancelled.Task.Within();

    public void Answer(string json, HttpStatusCode status = HttpStatusCode.OK) => Assert.True(_response.TrySetResult(
        new HttpResponseMessage(status) { Content = new StringContent(json, Encoding.UTF8, "application/json") }));

    /// <summary>Answers a GET with messages.</summary>
    public void Messages(params string[] messages)
    {
        IEnumerable<string> texts = messages.Select(static message => $"\"{JsonEncodedText.Encode(message)}\"");
        Answer($$"""{"messages":[{{string.Join(',', texts)}}],"status":200,"token":"t"}""");
    }

    public void Status(int status) => Answer($$"""{"messages":[],"status":{{status}},"token":"t"}""");

    public void Fail() => Assert.True(_response.TrySetException(new HttpRequestException("connection reset")));

    public async Task<HttpResponseMessage> ResponseAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration registration = cancellationToken.Register(() =>
        {
            _ = _response.TrySetCanceled(cancellationToken);
            _ = _cancelled.TrySetResult();
        });
        return await _response.Task;
    }
}
