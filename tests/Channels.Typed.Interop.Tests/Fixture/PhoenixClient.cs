using System.Text.Json;
using System.Text.Json.Nodes;

namespace Channels.Typed.Interop.Tests.Fixture;

/// <summary>The official JavaScript client (Node/client.mjs), in Node.js or on a page of Chromium.</summary>
internal sealed class PhoenixClient(NodeActor actor) : IAsyncDisposable
{
    /// <summary>Connects, and waits until the socket is open.</summary>
    /// <param name="socket">The socket's address.</param>
    /// <param name="transport">"websocket", "longpoll", or "blocked": a WebSocket that the server refuses, with long polling as
    /// fallback.</param>
    /// <param name="user">The user of the socket's id.</param>
    /// <returns>Whether the client uses long polling.</returns>
    public async Task<bool> ConnectAsync(Uri socket, string transport, string user = "anonymous")
    {
        await actor.SendAsync(
            "connect", new() { ["url"] = socket.ToString(), ["transport"] = transport, ["params"] = new JsonObject { ["user"] = user } });
        return (await ExpectAsync("open")).GetProperty("isPolling").GetBoolean();
    }

    public Task JoinAsync(string topic, string payload = "{}") =>
        actor.SendAsync("join", new() { ["topic"] = topic, ["payload"] = JsonNode.Parse(payload) });

    public Task PushAsync(string topic, string eventName, string payload = "{}", int timeoutMs = 120_000) => actor.SendAsync("push", new()
    {
        ["topic"] = topic,
        ["event"] = eventName,
        ["payload"] = JsonNode.Parse(payload),
        ["timeout"] = timeoutMs,
    });

    /// <summary>Pushes {"n":1}, {"n":2} and so on, without waiting.</summary>
    public Task PushManyAsync(string topic, string eventName, int count) =>
        actor.SendAsync("pushMany", new() { ["topic"] = topic, ["event"] = eventName, ["count"] = count });

    public Task LeaveAsync(string topic) => actor.SendAsync("leave", new() { ["topic"] = topic });

    /// <summary>
    /// Reads until a report of one kind: "open", "closed", "joined", "refused", "event", "reply", "crashed", "left", "posted".
    /// </summary>
    public Task<JsonElement> ExpectAsync(string kind) =>
        actor.ExpectAsync(report => report.GetProperty("on").ValueEquals(kind), $"\"on\":\"{kind}\"");

    /// <summary>Reads until an event of this name, and returns its payload.</summary>
    public async Task<JsonElement> ExpectEventAsync(string eventName)
    {
        JsonElement report;
        do
        {
            report = await ExpectAsync("event");
        }
        while (!report.GetProperty("event").ValueEquals(eventName));
        return report.GetProperty("payload");
    }

    /// <summary>Reads until the reply to a push, checks its status, and returns its response.</summary>
    public async Task<JsonElement> ExpectReplyAsync(string status)
    {
        JsonElement reply = await ExpectAsync("reply");
        Assert.Equal(status, reply.GetProperty("status").GetString());
        return reply.TryGetProperty("response", out JsonElement response) ? response : default;
    }

    public ValueTask DisposeAsync() => actor.DisposeAsync();
}
