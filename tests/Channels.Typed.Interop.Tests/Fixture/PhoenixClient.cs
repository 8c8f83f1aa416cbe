using System.Text.Json;
using System.Text.Json.Nodes;

namespace Channels.Typed.Interop.Tests.Fixture;

/// <summary>The official JavaScript client (Node/client.mjs), in node or on a page of Chromium.</summary>
internal sealed class PhoenixClient(NodeActor actor) : IAsyncDisposable
{
    /// <summary>Connects, and waits until that has happened.</summary>
    /// <param name="socket">The socket's address.</param>
    /// <param name="transport">"websocket", "longpoll", or "blocked": a WebSocket that cannot get through, and long polling behind it.</param>
    /// <param name="user">What becomes part of the socket's id.</param>
    /// <returns>Whether the client polls.</returns>
    public async Task<bool> ConnectAsync(Uri socket, string transport, string user = "nobody")
    {
        await actor.TellAsync("connect", new() { ["url"] = socket.ToString(), ["transport"] = transport, ["params"] = new JsonObject { ["user"] = user } });
        return (await ExpectAsync("open")).GetProperty("isPolling").GetBoolean();
    }

    public Task JoinAsync(string topic, string payload = "{}") =>
        actor.TellAsync("join", new() { ["topic"] = topic, ["payload"] = JsonNode.Parse(payload) });

    public Task PushAsync(string topic, string eventName, string payload = "{}", int timeoutMs = 120_000) => actor.TellAsync("push", new()
    {
        ["topic"] = topic,
        ["event"] = eventName,
        ["payload"] = JsonNode.Parse(payload),
        ["timeout"] = timeoutMs,
    });

    /// <summary>Pushes {"n":1}, {"n":2} and so on, all at once.</summary>
    public Task PushManyAsync(string topic, string eventName, int count) =>
        actor.TellAsync("pushMany", new() { ["topic"] = topic, ["event"] = eventName, ["count"] = count });

    public Task LeaveAsync(string topic) => actor.TellAsync("leave", new() { ["topic"] = topic });

    /// <summary>Reads on until something happens to the client: "open", "closed", "joined", "refused", "event", "reply", "crashed", "left", "posted".</summary>
    public Task<JsonElement> ExpectAsync(string happening) =>
        actor.ExpectAsync(told => told.GetProperty("on").ValueEquals(happening), $"\"on\":\"{happening}\"");

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

    public ValueTask DisposeAsync() => actor.DisposeAsync();
}
