using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;
using Channels.Typed.AspNetCore.Connections;
using Channels.Typed.AspNetCore.Observability;
using Channels.Typed.AspNetCore.Tests.Fixture;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Handshake;

/// <summary>WebSockets as streams of an HTTP/2 connection (RFC 8441).</summary>
public sealed class Http2Tests : IDisposable
{
    private readonly X509Certificate2 _certificate = TestCertificate.Create();
    private readonly HttpMessageInvoker _invoker;
    private int _connections;

    public Http2Tests() => _invoker = new HttpMessageInvoker(new SocketsHttpHandler
    {
        SslOptions =
        {
            RemoteCertificateValidationCallback =
                (_, presented, _, _) => presented?.GetCertHashString() == _certificate.GetCertHashString(),
        },
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TwoSocketsOfOneConnection_ClosingOneLeavesTheOther(bool isTls)
    {
        await using FixtureServer server = await StartAsync(isTls);
        RawClient first = await ConnectAsync(server);
        RawClient second = await ConnectAsync(server);
        await JoinAsync(first);
        await JoinAsync(second);
        Assert.Equal(1, _connections);

        await first.SendAsync("""["1","2","room:a","bcast",{"text":"hi"}]""");
        await second.ExpectAsync("""[null,null,"room:a","noted",{"text":"hi"}]""");
        await first.ExpectAsync(
            """[null,null,"room:a","noted",{"text":"hi"}]""", """["1","2","room:a","phx_reply",{"response":{},"status":"ok"}]""");

        await first.CloseAsync();
        Assert.Equal(TerminateReason.Disconnected, await server.Log.Terminated.Reader.ReadAsync().Within());
        await Waiting.UntilEqualAsync(1, () => server.Services.GetRequiredService<ConnectionRegistry>().Count);
        await second.ExpectSilenceAsync();
        await second.SendAsync("""["1","2","room:a","bcast",{"text":"alone"}]""");
        await second.ExpectAsync("""[null,null,"room:a","noted",{"text":"alone"}]""");
    }

    [Fact]
    public async Task SocketThatIsAborted_LeavesTheOther()
    {
        await using FixtureServer server = await StartAsync(isTls: true);
        RawClient first = await ConnectAsync(server);
        RawClient second = await ConnectAsync(server);
        await JoinAsync(first);
        await JoinAsync(second);

        first.Dispose();

        Assert.Equal(TerminateReason.Disconnected, await server.Log.Terminated.Reader.ReadAsync().Within());
        await second.ExpectSilenceAsync();
    }

    [Fact]
    public async Task SocketWithAMalformedFrame_IsClosedAndTheOtherIsServed()
    {
        await using FixtureServer server = await StartAsync(isTls: true);
        RawClient bad = await ConnectAsync(server);
        RawClient good = await ConnectAsync(server);

        await bad.SendAsync("nonsense");

        await bad.ExpectAsync("close 1011");
        await good.ExpectSilenceAsync();
    }

    [Fact]
    public async Task SocketThatDoesNotRead_IsClosedAndTheOtherIsServed()
    {
        await using FixtureServer server = await StartAsync(isTls: true, options => options.MaxOutboxBytes = 100_000);
        RawClient slow = await ConnectAsync(server);
        RawClient good = await ConnectAsync(server);
        await JoinAsync(slow);
        byte[] text = new byte[8_000];

        // The HTTP/2 window of the client takes some of the frames.
        for (int i = 0; i < 1_000 && !server.Log.Terminated.Reader.TryPeek(out _); i++)
        {
            await server.Channels.BroadcastAsync("room:a", "noted", ChannelPayload.FromBytes(text));
            await good.ExpectSilenceAsync();
        }

        Assert.Equal(TerminateReason.Disconnected, await server.Log.Terminated.Reader.ReadAsync().Within());
        await good.ExpectSilenceAsync();
    }

    [Fact]
    public async Task IdleClient_IsClosedWith1002()
    {
        await using FixtureServer server = await StartAsync(isTls: true);
        RawClient client = await ConnectAsync(server);
        await client.ExpectSilenceAsync();

        server.Time.Advance(TimeSpan.FromSeconds(62));

        await client.ExpectAsync("close 1002");
    }

    [Fact]
    public async Task Stop_ClosesWith1012()
    {
        await using FixtureServer server = await StartAsync(isTls: true);
        RawClient client = await ConnectAsync(server);
        await JoinAsync(client);

        Task stopped = server.StopAsync(TestContext.Current.CancellationToken);
        await client.ExpectAsync("close 1012");
        try
        {
            await client.CloseAsync();
        }
        catch (WebSocketException)
        {
            // The server has the answer, but ended the HTTP/2 connection before the client's write had returned.
        }

        await stopped.Within();
    }

    // Kestrel's limits are for requests. The limit of the rate applies after a grace period of 1.5 seconds.
    [Fact]
    public async Task LimitsOfRequestBodies_DoNotApply()
    {
        await using FixtureServer server = await StartAsync(isTls: true, kestrel: limits =>
        {
            limits.MaxRequestBodySize = 5_000;
            limits.MinRequestBodyDataRate = new MinDataRate(1_000_000, TimeSpan.FromSeconds(1.5));
        });
        RawClient client = await ConnectAsync(server);
        await JoinAsync(client);

        await client.SendAsync($$"""["1","2","room:a","ack",{"text":"{{new string('x', 10_000)}}"}]""");
        Assert.Contains("\"2\"", await client.ReceiveAsync(), StringComparison.Ordinal);
        for (int i = 0; i < 14; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(250), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        await client.ExpectSilenceAsync();
    }

    [Theory]
    [InlineData("vsn=2.1.0", null, HttpStatusCode.Forbidden)]
    [InlineData("vsn=2.0.0&reject=429", null, HttpStatusCode.TooManyRequests)]
    [InlineData("vsn=2.0.0", "https://evil.example", HttpStatusCode.Forbidden)]
    public async Task Refused_AnswersAsOverHttp1(string query, string? origin, HttpStatusCode status)
    {
        await using FixtureServer server = await StartAsync(isTls: true);
        using var socket = new ClientWebSocket();
        UseHttp2(socket.Options);
        socket.Options.CollectHttpResponseDetails = true;
        if (origin is not null)
        {
            socket.Options.SetRequestHeader("Origin", origin);
        }

        var address = new UriBuilder(server.Http) { Scheme = "wss", Path = "/socket/websocket", Query = query };
        await Assert.ThrowsAsync<WebSocketException>(
            () => socket.ConnectAsync(address.Uri, _invoker, TestContext.Current.CancellationToken));

        Assert.Equal(status, socket.HttpStatusCode);
    }

    [Fact]
    public async Task SubprotocolAuthTokenAndCompression_AreNegotiated()
    {
        string? token = null;
        await using FixtureServer server = await StartAsync(
            isTls: true,
            use: app => app.MapChannels<ScriptedSocket>("/m", options =>
            {
                options.AuthToken = true;
                options.Compress = true;
            }),
            connect: connect =>
            {
                token = connect.AuthToken;
                return ConnectResult.Accept();
            });
        using var socket = new ClientWebSocket();
        UseHttp2(socket.Options);
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.DangerousDeflateOptions = new WebSocketDeflateOptions
        {
            ClientContextTakeover = false,
            ServerContextTakeover = false,
        };
        socket.Options.AddSubProtocol("phoenix");
        socket.Options.AddSubProtocol("base64url.bearer.phx.MTIzNA");

        await socket.ConnectAsync(
            new UriBuilder(server.Http) { Scheme = "wss", Path = "/m/websocket", Query = "vsn=2.0.0" }.Uri,
            _invoker,
            TestContext.Current.CancellationToken);

        Assert.Equal("1234", token);
        Assert.Equal("phoenix", socket.SubProtocol);
        Assert.Contains("permessage-deflate", socket.HttpResponseHeaders!["Sec-WebSocket-Extensions"].Single(), StringComparison.Ordinal);
        string padding = new('x', 1000);
        await socket.SendAsync(
            System.Text.Encoding.UTF8.GetBytes($$"""[null,"1","{{padding}}","any",{}]"""),
            WebSocketMessageType.Text,
            endOfMessage: true,
            TestContext.Current.CancellationToken);
        var buffer = new byte[4096];
        WebSocketReceiveResult result = await socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken);
        Assert.Equal(
            $$"""[null,"1","{{padding}}","phx_reply",{"response":{"reason":"unmatched topic"},"status":"error"}]""",
            System.Text.Encoding.UTF8.GetString(buffer, 0, result.Count));
    }

    [Fact]
    public async Task PlainGet_IsAnswered400()
    {
        await using FixtureServer server = await StartAsync(isTls: true);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Http, "/socket/websocket?vsn=2.0.0"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        using HttpResponseMessage response = await _invoker.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    public void Dispose()
    {
        _invoker.Dispose();
        _certificate.Dispose();
    }

    private static void UseHttp2(ClientWebSocketOptions options)
    {
        options.HttpVersion = HttpVersion.Version20;
        options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
    }

    private static async Task JoinAsync(RawClient client)
    {
        await client.SendAsync("""["1","1","room:a","phx_join",{}]""");
        await client.ExpectAsync("""["1","1","room:a","phx_reply",{"response":{},"status":"ok"}]""");
    }

    private Task<RawClient> ConnectAsync(FixtureServer server) => server.ConnectAsync(configure: UseHttp2, invoker: _invoker);

    private Task<FixtureServer> StartAsync(
        bool isTls,
        Action<ChannelsOptions>? configure = null,
        Action<KestrelServerLimits>? kestrel = null,
        Action<WebApplication>? use = null,
        Func<ConnectContext, ConnectResult>? connect = null) => FixtureServer.StartAsync(
        configure,
        builder =>
        {
            builder.Services.AddSingleton(connect ?? (_ => ConnectResult.Accept()));
            builder.WebHost.ConfigureKestrel(options =>
            {
                kestrel?.Invoke(options.Limits);
                options.Listen(IPAddress.Loopback, 0, listen =>
                {
                    listen.Protocols = isTls ? HttpProtocols.Http1AndHttp2 : HttpProtocols.Http2;
                    listen.Use(next => connection =>
                    {
                        Interlocked.Increment(ref _connections);
                        return next(connection);
                    });
                    if (isTls)
                    {
                        listen.UseHttps(_certificate);
                    }
                });
            });
        },
        use);
}
