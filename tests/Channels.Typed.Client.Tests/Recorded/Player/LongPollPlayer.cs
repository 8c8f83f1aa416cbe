using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Channels.Typed.Client.Tests.Fixture;

namespace Channels.Typed.Client.Tests.Recorded.Player;

/// <summary>
/// Plays the server for one client over long polling. Each client chooses which messages share a request. So messages are compared in
/// order, and recorded responses go to the poll that currently waits. Our client sends no heartbeats over long polling, like the
/// official client. The heartbeats of the recorder are skipped, with their replies.
/// </summary>
internal sealed class LongPollPlayer
{
    private const string TokenHeader = "X-Phoenix-Longpoll-Token";

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Queue<string> _posted = new(); // Messages that come later in the recording.
    private readonly HashSet<string> _tokens = [];
    private readonly HashSet<string> _heartbeats = [];
    private RefMap _refs = new();
    private ScriptedRequest? _opening;
    private string? _token;

    public ScriptedHttp Http { get; } = new();

    public Task PlayAsync(RecordedLine line, CancellationToken cancellationToken) => line switch
    {
        { IsClient: true, Method: "POST" } => PostAsync(line, cancellationToken),
        { IsClient: true, Method: "GET" } when Targets.Token(line.Target) is not { } token || !_tokens.Contains(token) =>
            OpenAsync(line, cancellationToken),
        { IsClient: true, Method: "GET" } => Task.CompletedTask,
        { IsClient: true } => throw new InvalidOperationException($"Our client never sends {line.Method}."),
        _ when _opening is not null => AnswerOpeningAsync(line),
        _ when line.Data.Contains("\"messages\"", StringComparison.Ordinal) => AnswerPollAsync(line, cancellationToken),
        _ => CheckPosted(line),
    };

    /// <summary>A client that disconnects leaves its joined channels: answers these requests.</summary>
    public async Task AnswerLeavesAsync(Task disposals)
    {
        AssertLeaves(_posted);
        while (!disposals.IsCompleted)
        {
            Task<ScriptedRequest> post = Http.PostAsync();
            if (await Task.WhenAny(post, disposals) == post)
            {
                AssertLeaves((await post).Body.Split('\n'));
                (await post).Answer("""{"status":200}""");
            }
        }
    }

    private static void AssertLeaves(IEnumerable<string> entries) =>
        Assert.All(entries, static entry => Assert.Contains("\"phx_leave\"", entry, StringComparison.Ordinal));

    private static string Decoded(string token) => Uri.UnescapeDataString(token);

    private static Task CheckPosted(RecordedLine line)
    {
        Assert.Equal("""{"status":200}""", line.Data);
        return Task.CompletedTask;
    }

    private async Task OpenAsync(RecordedLine line, CancellationToken cancellationToken)
    {
        ScriptedRequest request;
        do
        {
            request = await Http.GetAsync().WaitAsync(cancellationToken);
        }
        while (request.Headers.Contains(TokenHeader, StringComparison.Ordinal)); // Skips the canceled last poll of the previous session.

        Targets.Compare(line.Target, request.Uri.PathAndQuery);
        foreach (KeyValuePair<string, string> header in line.Headers.Where(static header => header.Key is not "accept"))
        {
            Assert.Contains($"{header.Key}: {header.Value}", request.Headers, StringComparison.OrdinalIgnoreCase);
        }

        Assert.Contains("Accept: application/json", request.Headers, StringComparison.Ordinal);
        _refs = new RefMap();
        _opening = request;
    }

    private Task AnswerOpeningAsync(RecordedLine line)
    {
        _opening!.Answer(line.Data, (HttpStatusCode)line.Status); // Checked by the caller.
        _opening = null;
        RememberToken(line);
        return Task.CompletedTask;
    }

    private async Task PostAsync(RecordedLine line, CancellationToken cancellationToken)
    {
        foreach (string entry in line.Data.Split('\n').Where(IsNotHeartbeat))
        {
            while (_posted.Count == 0)
            {
                ScriptedRequest post = await Http.PostAsync().WaitAsync(cancellationToken);
                Assert.Contains($"{TokenHeader}: {_token}", post.Headers, StringComparison.Ordinal);
                Assert.Contains($"Content-Type: {line.Headers["content-type"]}", post.Headers, StringComparison.Ordinal);
                Array.ForEach(post.Body.Split('\n'), _posted.Enqueue);
                post.Answer("""{"status":200}""");
            }

            Frames.Compare(entry, _posted.Dequeue(), _refs);
        }
    }

    private async Task AnswerPollAsync(RecordedLine line, CancellationToken cancellationToken)
    {
        JsonNode body = JsonNode.Parse(line.Data)!; // The body is a JSON object.
        string[] recorded = [.. body["messages"]!.AsArray().Select(static message => message!.GetValue<string>())];
        string[] messages = [.. recorded.Where(message => !IsHeartbeatAnswer(message)).Select(message => Frames.Rewrite(message, _refs))];
        if (messages.Length == 0 && recorded.Length > 0)
        {
            return;
        }

        ScriptedRequest poll = await Http.GetAsync().WaitAsync(cancellationToken);
        Assert.Contains($"{TokenHeader}: {_token}", poll.Headers, StringComparison.Ordinal);
        body["messages"] = new JsonArray([.. messages.Select(static message => JsonValue.Create(message))]);
        poll.Answer(messages.SequenceEqual(recorded) ? line.Data : body.ToJsonString(Relaxed), (HttpStatusCode)line.Status);
        if (body["status"]!.GetValue<int>() != 410)
        {
            RememberToken(line);
        }
    }

    private void RememberToken(RecordedLine line)
    {
        if (line.Status == 200 && JsonNode.Parse(line.Data)?["token"]?.GetValue<string>() is { } token)
        {
            _token = token;
            _ = _tokens.Add(Decoded(token));
            _ = _tokens.Add(token);
        }
    }

    private bool IsNotHeartbeat(string entry)
    {
        bool isHeartbeat = Frames.IsHeartbeat(entry);
        if (isHeartbeat)
        {
            _ = _heartbeats.Add(Frames.RefOf(entry)!); // A heartbeat has a ref.
        }

        return !isHeartbeat;
    }

    private bool IsHeartbeatAnswer(string message) =>
        message.Contains("\"phoenix\"", StringComparison.Ordinal)
        && Frames.RefOf(message) is { } reference
        && _heartbeats.Contains(reference);
}
