using System.Net;
using System.Net.WebSockets;
using System.Text;
using Channels.Typed.AspNetCore.Tests.Fixture;

namespace Channels.Typed.AspNetCore.Tests.Behaviour;

public sealed class ConnectionTests
{
    [Fact]
    public async Task Heartbeat_IsAnsweredWithoutJoinRef()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.ConnectAsync();

        await client.SendAsync("""["9","1","phoenix","heartbeat",{}]""");

        await client.ExpectAsync("""[null,"1","phoenix","phx_reply",{"response":{},"status":"ok"}]""");
    }

    [Theory]
    [InlineData("""["1","1","phoenix","phx_join",{}]""", """[null,"1","phoenix","phx_reply",{"response":{"reason":"unmatched topic"},"status":"error"}]""")]
    [InlineData("""["1","1",5,"ack",{}]""", """[null,"1",5,"phx_reply",{"response":{"reason":"unmatched topic"},"status":"error"}]""")]
    [InlineData("""["1","1","room:a",7,{}]""", """[null,"1","room:a","phx_reply",{"response":{"reason":"unmatched topic"},"status":"error"}]""")]
    public async Task OddButLegal_IsUnmatched(string frame, string answer)
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.ConnectAsync();

        await client.SendAsync(frame);

        await client.ExpectAsync(answer);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("{}")]
    [InlineData("""["1","1","room:a","ack"]""")]
    [InlineData("""["1","1",{},"ack",{}]""")]
    public async Task Malformed_ClosesWith1011AndOtherSocketsLive(string frame)
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient bad = await server.JoinAsync();
        RawClient good = await server.JoinAsync();

        await bad.SendAsync(frame);

        await bad.ExpectAsync("close 1011");
        await good.ExpectSilenceAsync();
    }

    [Fact]
    public async Task InvalidUtf8_ClosesWith1007()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.ConnectAsync();

        await client.SendAsync([0xc3, 0x28], WebSocketMessageType.Text);

        await client.ExpectAsync("close 1007");
    }

    // In a reply or broadcast it would be JSON text that is no UTF-8.
    [Fact]
    public async Task BinaryFrameWithATopicThatIsNoText_ClosesWith1011()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.ConnectAsync();

        await client.SendAsync([0, 1, 1, 2, 1, .. "12"u8, 0xc3, 0x28, .. "e"u8], WebSocketMessageType.Binary);

        await client.ExpectAsync("close 1011");
    }

    // Half a surrogate pair in a key.
    [Fact]
    public async Task VersionOneFrameWithAKeyThatIsNoText_ClosesWith1011()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.ConnectAsync("vsn=1.0.0");

        await client.SendAsync("""{"top\udc00c":1,"topic":"phoenix","event":"heartbeat","payload":{},"ref":"1"}""");

        await client.ExpectAsync("close 1011");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TooLarge_ClosesWith1009(bool inFragments)
    {
        await using FixtureServer server = await FixtureServer.StartAsync(options => options.MaxMessageBytes = 1000);
        RawClient client = await server.ConnectAsync();
        byte[] half = Encoding.UTF8.GetBytes(new string('x', 600));

        await client.SendAsync(inFragments ? half : [.. half, .. half], WebSocketMessageType.Text, isLast: !inFragments);
        if (inFragments)
        {
            await client.SendAsync(half, WebSocketMessageType.Text);
        }

        await client.ExpectAsync("close 1009");
    }

    [Fact]
    public async Task Fragments_AreJoined()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.ConnectAsync();

        await client.SendAsync("[null,\"1\",\"phoenix\","u8.ToArray(), WebSocketMessageType.Text, isLast: false);
        await client.SendAsync("\"heartbeat\",{}]"u8.ToArray(), WebSocketMessageType.Text);

        await client.ExpectAsync("""[null,"1","phoenix","phx_reply",{"response":{},"status":"ok"}]""");
    }

    [Fact]
    public async Task Silent_IsClosedWith1002()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.ConnectAsync();
        await client.ExpectSilenceAsync();

        server.Time.Advance(TimeSpan.FromSeconds(62));

        await client.ExpectAsync("close 1002");
    }

    [Fact]
    public async Task Disconnect_ById_ClosesThatUserWith1001()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient ann = await server.ConnectAsync("vsn=2.0.0&user=ann");
        RawClient bob = await server.ConnectAsync("vsn=2.0.0&user=bob");
        await ann.ExpectSilenceAsync();

        await server.Channels.DisconnectAsync("user:ann");

        await ann.ExpectAsync("close 1001");
        await bob.ExpectSilenceAsync();
    }

    [Fact]
    public async Task Shutdown_ClosesWith1012()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.JoinAsync();

        Task stopped = server.StopAsync();

        await client.ExpectAsync("close 1012");
        client.Dispose();
        await stopped;
    }

    [Theory]
    [InlineData("vsn=2.1.0")]
    [InlineData("vsn=2.0.0-beta")]
    [InlineData("vsn=2.0.0&vsn=9.0.0")]
    [InlineData("vsn=2.0.0&reject=1")]
    public async Task Refused_AnswersForbidden(string query) =>
        Assert.Equal(HttpStatusCode.Forbidden, await RefusalOfAsync(query));

    [Fact]
    public async Task Refused_WithStatus_AnswersIt() =>
        Assert.Equal(HttpStatusCode.TooManyRequests, await RefusalOfAsync("vsn=2.0.0&reject=429"));

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("null")]
    [InlineData("http://not-example.com")]
    public async Task Origin_NotAllowed_AnswersForbidden(string origin) =>
        Assert.Equal(HttpStatusCode.Forbidden, await RefusalOfAsync("vsn=2.0.0", origin));

    [Theory]
    [InlineData("http://127.0.0.1:9")]
    [InlineData("https://a.b.example.com")]
    [InlineData("https://example.com:444")]
    public async Task Origin_Allowed_Connects(string origin)
    {
        await using FixtureServer server = await FixtureServer.StartAsync(options => options.AllowedOrigins.Add("//*.example.com"));

        RawClient client = await server.ConnectAsync(configure: options => options.SetRequestHeader("Origin", origin));

        await client.ExpectSilenceAsync();
    }

    [Fact]
    public async Task PlainGet_AnswersBadRequestAfterConnect()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        using var http = new HttpClient { BaseAddress = server.Http };

        using HttpResponseMessage accepted = await http.GetAsync(new Uri("/socket/websocket?vsn=2.0.0", UriKind.Relative));
        using HttpResponseMessage refused = await http.GetAsync(new Uri("/socket/websocket?vsn=2.0.0&reject=1", UriKind.Relative));

        Assert.Equal(HttpStatusCode.BadRequest, accepted.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    private static async Task<HttpStatusCode> RefusalOfAsync(string query, string? origin = null)
    {
        await using FixtureServer server = await FixtureServer.StartAsync(options => options.AllowedOrigins.Add("//*.example.com"));
        using var http = new HttpClient { BaseAddress = server.Http };
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/socket/websocket?" + query, UriKind.Relative));
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        using HttpResponseMessage response = await http.SendAsync(request);
        return response.StatusCode;
    }
}
