using System.Text.Json;
using System.Text.Json.Nodes;

namespace Channels.Typed.Interop.Tests.Fixture;

/// <summary>The official JavaScript client, in a node of its own (Node/phoenix-client.mjs).</summary>
internal sealed class PhoenixClient : IAsyncDisposable
{
    private readonly LineProcess _process = NodeProcess.Start("phoenix-client.mjs");

    /// <summary>Starts the client and connects it.</summary>
    public static async Task<PhoenixClient> ConnectAsync(Uri socket)
    {
        var client = new PhoenixClient();
        await client.TellAsync(new() { ["do"] = "connect", ["url"] = socket.ToString() });
        await client.ExpectAsync("open");
        return client;
    }

    public Task JoinAsync(string topic, string payload = "{}") =>
        TellAsync(new() { ["do"] = "join", ["topic"] = topic, ["payload"] = JsonNode.Parse(payload) });

    public Task PushAsync(string topic, string eventName, string payload = "{}", int timeoutMs = 20_000) => TellAsync(new()
    {
        ["do"] = "push",
        ["topic"] = topic,
        ["event"] = eventName,
        ["payload"] = JsonNode.Parse(payload),
        ["timeout"] = timeoutMs,
    });

    public Task LeaveAsync(string topic) => TellAsync(new() { ["do"] = "leave", ["topic"] = topic });

    /// <summary>Reads on until something happens to the client: "open", "closed", "joined", "refused", "event", "reply", "crashed", "left".</summary>
    public async Task<JsonElement> ExpectAsync(string happening)
    {
        string line = await _process.ExpectAsync(printed => Parse(printed).GetProperty("on").ValueEquals(happening), $"\"on\":\"{happening}\"");
        return Parse(line);
    }

    /// <summary>Reads on until an event comes.</summary>
    public async Task<JsonElement> ExpectEventAsync(string eventName)
    {
        JsonElement happening;
        do
        {
            happening = await ExpectAsync("event");
        }
        while (!happening.GetProperty("event").ValueEquals(eventName));
        return happening.GetProperty("payload");
    }

    /// <summary>Reads on until a push is answered, and checks how.</summary>
    public async Task<JsonElement> ExpectReplyAsync(string status)
    {
        JsonElement reply = await ExpectAsync("reply");
        Assert.Equal(status, reply.GetProperty("status").GetString());
        return reply.TryGetProperty("response", out JsonElement response) ? response : default;
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private Task TellAsync(JsonObject command) => _process.WriteAsync(command.ToJsonString());

    private static JsonElement Parse(string line)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        return document.RootElement.Clone();
    }
}
