using System.Text.Json;
using System.Text.Json.Nodes;

namespace Channels.Typed.Interop.Tests.Fixture;

/// <summary>The official JavaScript client, in a node (Node/phoenix-client.mjs) or a Chromium (Node/phoenix-browser.mjs) of its own.</summary>
internal sealed class PhoenixClient : IAsyncDisposable
{
    private readonly LineProcess _process;

    private PhoenixClient(LineProcess process) => _process = process;

    /// <summary>Starts the client and connects it.</summary>
    public static async Task<PhoenixClient> ConnectAsync(Uri socket)
    {
        PhoenixClient client = await StartAsync(isBrowser: false, socket);
        await client.ConnectAsync(socket, "websocket");
        return client;
    }

    /// <summary>Starts a client that is not connected yet. A browser opens a page of the server that it will connect to.</summary>
    public static async Task<PhoenixClient> StartAsync(bool isBrowser, Uri server)
    {
        if (!isBrowser)
        {
            return new PhoenixClient(NodeProcess.Start("phoenix-client.mjs"));
        }

        string chromium = Browser.Find();
        var client = new PhoenixClient(NodeProcess.Start("phoenix-browser.mjs"));
        await client.TellAsync(new() { ["do"] = "launch", ["program"] = chromium, ["url"] = new Uri(server, "/health").ToString() });
        return client;
    }

    /// <summary>Connects, and waits until that has happened.</summary>
    /// <param name="socket">The socket's address.</param>
    /// <param name="transport">"websocket", "longpoll", or "blocked": a WebSocket that cannot get through, and long polling behind it.</param>
    /// <param name="user">What becomes part of the socket's id.</param>
    /// <returns>Whether the client polls.</returns>
    public async Task<bool> ConnectAsync(Uri socket, string transport, string user = "nobody")
    {
        await TellAsync(new() { ["do"] = "connect", ["url"] = socket.ToString(), ["transport"] = transport, ["params"] = new JsonObject { ["user"] = user } });
        return (await ExpectAsync("open")).GetProperty("isPolling").GetBoolean();
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

    /// <summary>Pushes {"n":1}, {"n":2} and so on, all at once.</summary>
    public Task PushManyAsync(string topic, string eventName, int count) =>
        TellAsync(new() { ["do"] = "pushMany", ["topic"] = topic, ["event"] = eventName, ["count"] = count });

    public Task LeaveAsync(string topic) => TellAsync(new() { ["do"] = "leave", ["topic"] = topic });

    /// <summary>Reads on until something happens to the client: "open", "closed", "joined", "refused", "event", "reply", "crashed", "left", "posted".</summary>
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
