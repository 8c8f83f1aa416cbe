using Channels.Typed.Interop.Tests.Fixture;

namespace Channels.Typed.Interop.Tests.Catalogue;

/// <summary>
/// The edge cases of Phoenix, by their number in docs/compatibility.md, against the interop application and with exact frames. The cases
/// share one server, so each uses its own topics.
/// </summary>
public abstract class CatalogueCases(InteropProcess server) : IDisposable
{
    private readonly List<RawClient> _clients = [];

    protected Uri Server => server.Http;

    protected async Task<RawClient> ConnectAsync(string pathAndQuery = "/socket/websocket?vsn=2.0.0")
    {
        RawClient client = await RawClient.ConnectAsync(Server, pathAndQuery);
        _clients.Add(client);
        return client;
    }

    /// <summary>A client that has joined a topic of the bench or of a case with join ref "1".</summary>
    protected async Task<RawClient> JoinAsync(string topic, string query = "")
    {
        RawClient client = await ConnectAsync("/socket/websocket?vsn=2.0.0" + query);
        await JoinAsync(client, topic, "1");
        return client;
    }

    /// <summary>Joins a topic; ref and join ref are the same.</summary>
    protected static async Task JoinAsync(RawClient client, string topic, string reference)
    {
        await client.SendAsync($$"""["{{reference}}","{{reference}}","{{topic}}","phx_join",{}]""");
        await client.ExpectAsync($$"""["{{reference}}","{{reference}}","{{topic}}","phx_reply",{"response":{{JoinResponse(topic)}},"status":"ok"}]""");
    }

    /// <summary>Completes the join or push that waits in "case:{name}".</summary>
    protected async Task ReleaseAsync(string name)
    {
        RawClient client = await JoinAsync("case:gate" + name);
        await client.SendAsync($$"""["1","2","case:gate{{name}}","open",{"text":"{{name}}"}]""");
    }

    public void Dispose()
    {
        foreach (RawClient client in _clients)
        {
            client.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    private static string JoinResponse(string topic) => topic.Split(':', 2) switch
    {
        ["room", var rest] => $$"""{"room":"{{rest}}","nick":null}""",
        ["case", var rest] => $$"""{"name":"{{rest}}"}""",
        _ => "{}",
    };
}
