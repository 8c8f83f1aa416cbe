using Channels.Typed.AspNetCore.Tests.Fixture;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Channels;

/// <summary>Payloads that a type refuses with any exception: the client gets <c>invalid payload</c>, and the channel goes on.</summary>
public sealed class UnreadablePayloadTests : IDisposable
{
    private const int ChannelCrashed = 122;
    private const int UnreadablePayload = 124;

    private readonly LogSink _log = new();

    [Theory]
    [InlineData("shape", """{"radius":1}""", nameof(NotSupportedException))]
    [InlineData("amount", """{"value":-1}""", nameof(ArgumentOutOfRangeException))]
    public async Task Push_PayloadTypeThrowsAnyException_RepliesInvalidPayloadAndChannelGoesOn(
        string eventName, string payload, string exception)
    {
        await using FixtureServer server = await StartAsync();
        RawClient client = await ConnectAsync(server);
        await client.SendAsync("""["1","1","strict:a","phx_join",{}]""");
        await client.ExpectAsync("""["1","1","strict:a","phx_reply",{"response":{},"status":"ok"}]""");

        await client.SendAsync($$"""["1","2","strict:a","{{eventName}}",{{payload}}]""");
        await client.SendAsync("""["1","3","strict:a","amount",{"value":1}]""");

        await client.ExpectAsync(
            """["1","2","strict:a","phx_reply",{"response":{"reason":"invalid payload","refused_by":"server"},"status":"error"}]""",
            """["1","3","strict:a","phx_reply",{"response":{},"status":"ok"}]""");
        Assert.Contains(exception, Assert.Single(_log.Entries, entry => entry.Id.Id == UnreadablePayload).Message);
        Assert.DoesNotContain(_log.Entries, entry => entry.Id.Id == ChannelCrashed);
    }

    [Fact]
    public async Task Join_PayloadTypeThrowsAnyException_RepliesInvalidPayload()
    {
        await using FixtureServer server = await StartAsync();
        RawClient client = await ConnectAsync(server);

        await client.SendAsync("""["1","1","strict:join","phx_join",{"radius":1}]""");

        await client.ExpectAsync("""["1","1","strict:join","phx_reply",{"response":{"reason":"invalid payload","refused_by":"server"},"status":"error"}]""");
    }

    [Fact]
    public async Task Push_HandlerThrowsTheSameException_CrashesTheChannel()
    {
        await using FixtureServer server = await StartAsync();
        RawClient client = await ConnectAsync(server);
        await client.SendAsync("""["1","1","strict:a","phx_join",{}]""");
        await client.ExpectAsync("""["1","1","strict:a","phx_reply",{"response":{},"status":"ok"}]""");

        await client.SendAsync("""["1","2","strict:a","other",{}]""");

        await client.ExpectAsync("""["1","1","strict:a","phx_error",{"reason":"channel_crash"}]""");
        Assert.IsType<NotSupportedException>(Assert.Single(_log.Entries, entry => entry.Id.Id == ChannelCrashed).Exception);
    }

    public void Dispose() => _log.Dispose();

    private static Task<RawClient> ConnectAsync(FixtureServer server) => server.ConnectAsync(path: "/strict/websocket");

    private Task<FixtureServer> StartAsync() => FixtureServer.StartAsync(
        build: builder => builder.Logging.AddProvider(_log),
        use: app => app.MapChannels("/strict", socket => socket.Add<StrictChannel>()));
}
