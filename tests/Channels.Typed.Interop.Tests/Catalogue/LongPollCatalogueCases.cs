using Channels.Typed.Interop.Tests.Fixture;

namespace Channels.Typed.Interop.Tests.Catalogue;

/// <summary>The cases of long polling, with exact requests against the interop application.</summary>
public abstract class LongPollCatalogueCases(InteropProcess server) : IDisposable
{
    protected const string Ok = """{"status":200}""";
    protected const string Gone = """{"status":410}""";
    protected const string Forbidden = """{"status":403}""";
    protected const string NewSession = """{"messages":[],"status":410,"token":"TOKEN"}""";
    protected const string Heartbeat = """[null,"hb","phoenix","heartbeat",{}]""";
    protected const string Beaten = """[null,"hb","phoenix","phx_reply",{"response":{},"status":"ok"}]""";

    private readonly List<PollClient> _clients = [];

    public void Dispose()
    {
        foreach (PollClient client in _clients)
        {
            client.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Expects that the server has sent nothing more: the reply to a heartbeat is the next message.</summary>
    private protected static async Task ExpectSilenceAsync(PollClient client)
    {
        await client.SendAsync(Heartbeat);
        await client.ExpectAsync(Beaten);
    }

    /// <summary>A client without a session.</summary>
    private protected PollClient Client(string mount = "/socket", string query = "vsn=2.0.0")
    {
        var client = new PollClient(server.Http, mount, query);
        _clients.Add(client);
        return client;
    }

    private protected async Task<PollClient> OpenAsync(string mount = "/socket", string query = "vsn=2.0.0")
    {
        PollClient client = Client(mount, query);
        await client.OpenAsync();
        return client;
    }

    /// <summary>A client that has joined a topic of the bench or of the room with join ref "1".</summary>
    private protected async Task<PollClient> JoinAsync(string topic)
    {
        PollClient client = await OpenAsync();
        await client.SendAsync($$"""["1","1","{{topic}}","phx_join",{}]""");
        string response = topic.StartsWith("room:", StringComparison.Ordinal) ? $$"""{"room":"{{topic[5..]}}","nick":null}""" : "{}";
        await client.ExpectAsync($$"""["1","1","{{topic}}","phx_reply",{"response":{{response}},"status":"ok"}]""");
        return client;
    }
}
