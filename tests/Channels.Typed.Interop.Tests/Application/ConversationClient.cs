namespace Channels.Typed.Interop.Tests.Application;

/// <summary>One client of a conversation. It expands the short steps to messages in full.</summary>
internal sealed class ConversationClient(AppClient client, string name) : IDisposable
{
    private string _topic = "room:" + name;
    private int _lastRef = 1;

    public AppClient Client => client;

    public async Task JoinAsync(string kind, string payload)
    {
        _topic = $"{kind}:{name}";
        await client.SendAsync($$"""["1","1","{{_topic}}","phx_join",{{payload}}]""");
        string nick = payload == "{}" ? "null" : payload["{\"nick\":".Length..^1];
        string response = kind == "room" ? $$"""{"room":"{{name}}","nick":{{nick}}}""" : "{}";
        await client.ExpectAsync($$"""["1","1","{{_topic}}","phx_reply",{"response":{{response}},"status":"ok"}]""");
    }

    /// <summary>Sends a message in full, or an event and its payload.</summary>
    public Task SendAsync(string what) => client.SendAsync(
        what.StartsWith('[') ? what : $$"""["1","{{++_lastRef}}","{{_topic}}","{{First(what)}}",{{Rest(what)}}]""");

    /// <summary>
    /// Expects a message in full, "broadcast" or "push" with an event, "close", "crash", or the status of a reply to the last push.
    /// </summary>
    public Task ExpectAsync(string what) => client.ExpectAsync(what.StartsWith('[') ? what : First(what) switch
    {
        "broadcast" => $$"""[null,null,"{{_topic}}","{{First(Rest(what))}}",{{Rest(Rest(what))}}]""",
        "push" => $$"""["1",null,"{{_topic}}","{{First(Rest(what))}}",{{Rest(Rest(what))}}]""",
        "close" => $$"""["1","1","{{_topic}}","phx_close",{}]""",
        "crash" => $$"""["1","1","{{_topic}}","phx_error",{"reason":"channel_crash"}]""",
        var status => $$"""["1","{{_lastRef}}","{{_topic}}","phx_reply",{"response":{{Rest(what)}},"status":"{{status}}"}]""",
    });

    public void Dispose() => client.Dispose();

    private static string First(string words) => words.Split(' ', 2)[0];

    private static string Rest(string words) => words.Split(' ', 2)[1];
}
