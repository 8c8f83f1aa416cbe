using System.Net.WebSockets;
using System.Text;
using Channels.Typed.AspNetCore.Connections;
using Channels.Typed.AspNetCore.Tests.Fixture;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Hosting;

/// <summary>TestServer cannot upgrade a request. It has a WebSocket of its own, and channels run on that one.</summary>
public sealed class TestServerTests
{
    private const string Join = """["1","1","room:a","phx_join",{}]""";
    private const string Joined = """["1","1","room:a","phx_reply",{"response":{},"status":"ok"}]""";

    public TestServerTests() => FixtureServer.UseTestServer();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WebSocket_JoinsWithAndWithoutTheMiddleware(bool hasMiddleware)
    {
        await using FixtureServer server = await FixtureServer.StartAsync(use: app =>
        {
            if (hasMiddleware)
            {
                app.UseWebSockets();
            }
        });

        RawClient client = await server.JoinAsync();

        Assert.IsType<TestServer>(server.Services.GetRequiredService<IServer>());
        await client.ExpectSilenceAsync();
    }

    [Fact]
    public async Task WebApplicationFactory_WebSocketJoins()
    {
        await using var factory = new Factory();
        WebSocketClient connector = factory.Server.CreateWebSocketClient();

        using RawClient client = RawClient.Over(await connector.ConnectAsync(
            new Uri("ws://localhost/socket/websocket?vsn=2.0.0"), TestContext.Current.CancellationToken).Within());

        await client.SendAsync(Join);
        await client.ExpectAsync(Joined);
    }

    // Longer than a chunk of the stream, and than a length of 16 bits.
    [Theory]
    [InlineData(5_000)]
    [InlineData(70_000)]
    [InlineData(1_000_000)]
    public async Task LongMessage_ArrivesWholeInBothDirections(int length)
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.JoinAsync();
        string text = new('x', length);

        await client.SendAsync($$"""["1","2","room:a","bcast",{"text":"{{text}}"}]""");

        await client.ExpectAsync(
            $$"""[null,null,"room:a","noted",{"text":"{{text}}"}]""", """["1","2","room:a","phx_reply",{"response":{},"status":"ok"}]""");
    }

    [Fact]
    public async Task MessageInFragments_IsOneMessage()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.ConnectAsync();
        byte[] join = Encoding.UTF8.GetBytes(Join);

        await client.SendAsync(join[..7], WebSocketMessageType.Text, isLast: false);
        await client.SendAsync(join[7..20], WebSocketMessageType.Text, isLast: false);
        await client.SendAsync(join[20..], WebSocketMessageType.Text);

        await client.ExpectAsync(Joined);
    }

    [Fact]
    public async Task TextThatIsNotUtf8_ClosesWith1007()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.ConnectAsync();

        await client.SendAsync([0xc3, 0x28], WebSocketMessageType.Text);

        await client.ExpectCloseAsync(1007);
    }

    [Fact]
    public async Task ManyMessagesBeforeTheFirstRead_AreAllAnswered()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.JoinAsync();
        for (int i = 0; i < 500; i++)
        {
            await client.SendAsync($$"""["1","{{i}}","room:a","bcast",{"n":{{i}}}]""");
        }

        for (int i = 0; i < 500; i++)
        {
            await client.ExpectAsync(
                $$$"""[null,null,"room:a","noted",{"n":{{{i}}}}]""",
                $$$"""["1","{{{i}}}","room:a","phx_reply",{"response":{},"status":"ok"}]""");
        }
    }

    // Each fragment resets the idle timeout, so only the message timeout can close the connection.
    [Fact]
    public async Task UnfinishedMessage_IsClosedByTheMessageTimeout()
    {
        TimeSpan idleTimeout = TimeSpan.FromDays(1);
        await using FixtureServer server = await FixtureServer.StartAsync(options =>
        {
            options.IdleTimeout = idleTimeout;
            options.MessageTimeout = TimeSpan.FromSeconds(30);
        });
        RawClient client = await server.ConnectAsync();
        DateTimeOffset start = server.Time.GetUtcNow();
        Task<string> closed = client.ReceiveAsync();

        while (!closed.IsCompleted && server.Time.GetUtcNow() - start < idleTimeout)
        {
            await client.SendAsync([(byte)' '], WebSocketMessageType.Text, isLast: false);
            server.Time.Advance(TimeSpan.FromSeconds(10));
            await Task.Yield();
        }

        Assert.Equal("close 1002", await closed);
        Assert.InRange(server.Time.GetUtcNow() - start, TimeSpan.FromSeconds(30), idleTimeout);
    }

    [Theory]
    [InlineData(1000, 1000)]
    [InlineData(1003, 1000)]
    [InlineData(1012, 1002)]
    [InlineData(4999, 1000)]
    public async Task CloseOfTheClient_IsAnsweredAndEndsTheConnection(int code, int answer)
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.JoinAsync();

        await client.SendCloseAsync((WebSocketCloseStatus)code);

        await client.ExpectCloseAsync(answer);
        Assert.Equal(TerminateReason.Disconnected, await server.Log.Terminated.Reader.ReadAsync().Within());
        await Waiting.UntilEqualAsync(0, () => server.Services.GetRequiredService<ConnectionRegistry>().Count);
    }

    [Fact]
    public async Task ClientThatDisappears_EndsTheConnection()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.JoinAsync();

        client.Dispose();

        Assert.Equal(TerminateReason.Disconnected, await server.Log.Terminated.Reader.ReadAsync().Within());
        await Waiting.UntilEqualAsync(0, () => server.Services.GetRequiredService<ConnectionRegistry>().Count);
    }

    [Fact]
    public async Task ClientThatDoesNotAnswerTheClose_IsDropped()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.JoinAsync();
        server.Time.Advance(TimeSpan.FromSeconds(62));
        await client.ExpectCloseAsync(1002);

        server.Time.Advance(TimeSpan.FromSeconds(7));

        Assert.Equal(TerminateReason.Disconnected, await server.Log.Terminated.Reader.ReadAsync().Within());
        await Waiting.UntilEqualAsync(0, () => server.Services.GetRequiredService<ConnectionRegistry>().Count);
    }

    [Fact]
    public async Task AuthToken_ArrivesInTheSubprotocol()
    {
        string? token = null;
        await using MountedServer server = await MountedServer.StartAsync(
            options => options.AuthToken = true,
            connect =>
            {
                token = connect.AuthToken;
                return ConnectResult.Accept();
            });
        WebSocketClient connector = ((TestServer)server.Server.Services.GetRequiredService<IServer>()).CreateWebSocketClient();
        connector.SubProtocols.Add("phoenix");
        connector.SubProtocols.Add("base64url.bearer.phx." + Convert.ToBase64String("secret"u8));

        RawClient client = await server.Server.ConnectAsync(connector, path: "/m/websocket");

        Assert.Equal("phoenix", client.Subprotocol);
        Assert.Equal("secret", token);
        await client.ExpectSilenceAsync();
    }

    [Fact]
    public async Task Compression_IsNotNegotiated()
    {
        await using MountedServer server = await MountedServer.StartAsync(options => options.Compress = true);
        WebSocketClient connector = ((TestServer)server.Server.Services.GetRequiredService<IServer>()).CreateWebSocketClient();
        connector.ConfigureRequest = request => request.Headers.SecWebSocketExtensions = "permessage-deflate";
        RawClient client = await server.Server.ConnectAsync(connector, path: "/m/websocket");
        await client.SendAsync(Join);
        await client.ExpectAsync(Joined);
        string text = new('x', 2000);

        await client.SendAsync($$"""["1","2","room:a","bcast",{"text":"{{text}}"}]""");

        await client.ExpectAsync($$"""[null,null,"room:a","noted",{"text":"{{text}}"}]""");
    }

    [Fact]
    public async Task RefusedClient_GetsTheStatus()
    {
        await using MountedServer server = await MountedServer.StartAsync(connect: _ => ConnectResult.Refuse());

        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(() => server.ConnectAsync());

        Assert.Contains("403", error.Message, StringComparison.Ordinal);
    }
    private sealed class Factory : WebApplicationFactory<FixtureSocket>
    {
        protected override IHostBuilder CreateHostBuilder() => Host.CreateDefaultBuilder()
            .ConfigureLogging(logging => logging.ClearProviders())
            .ConfigureWebHostDefaults(web => web
                .ConfigureServices(services => services.AddSingleton<TestLog>().AddChannels())
                .Configure(app => app.UseRouting().UseEndpoints(endpoints => endpoints.MapChannels<FixtureSocket>("/socket"))));

        protected override IHost CreateHost(IHostBuilder builder) => base.CreateHost(builder.UseContentRoot(AppContext.BaseDirectory));
    }
}
