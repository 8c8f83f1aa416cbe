using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using Channels.Typed.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Channels.Typed.Interop.Tests.Proxies;

/// <summary>The server behind a real nginx, with the configuration of docs/reverse-proxies.md.</summary>
public sealed class NginxTests : IAsyncLifetime
{
    private const string Join = """["1","1","room:a","phx_join",{}]""";
    private const string Joined = """["1","1","room:a","phx_reply",{"response":{},"status":"ok"}]""";
    private const string WebSocket = "/socket/websocket?vsn=2.0.0";

    private readonly WebApplication _app = Build();

    private Uri Server => new(_app.Urls.First());

    public async ValueTask InitializeAsync() => await _app.StartAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task WebSocket_OfTheProxysOwnPage_Works()
    {
        await using NginxProcess nginx = await NginxProcess.StartAsync(NginxConfig.Documented, Server);
        using RawClient client = await ConnectAsync(nginx, nginx.Http.GetLeftPart(UriPartial.Authority));
        await client.SendAsync(Join);
        await client.ExpectAsync(Joined);
        string text = new('x', 100_000);

        await client.SendAsync($$"""["1","2","room:a","echo",{"text":"{{text}}"}]""");

        await client.ExpectAsync($$"""["1","2","room:a","phx_reply",{"response":{"text":"{{text}}"},"status":"ok"}]""");
        await client.CloseAsync();
    }

    // The message is larger than what nginx accepts by default, and it arrives while a poll waits.
    [Fact]
    public async Task LongPolling_Works()
    {
        await using NginxProcess nginx = await NginxProcess.StartAsync(NginxConfig.Documented, Server);
        using var client = new PollClient(nginx.Http, "/socket", "vsn=2.0.0");
        await client.OpenAsync();
        await client.SendAsync(Join);
        await client.ExpectAsync(Joined);
        string text = new('x', 2_000_000);

        Task received = client.ExpectAsync($$"""["1","2","room:a","phx_reply",{"response":{"text":"{{text}}"},"status":"ok"}]""");
        await client.SendAsync($$"""["1","2","room:a","echo",{"text":"{{text}}"}]""");

        await received;
    }

    [Fact]
    public async Task ForwardedHeaders_HaveTheClientsAddressAndScheme()
    {
        await using NginxProcess nginx = await NginxProcess.StartAsync(NginxConfig.Documented, Server);
        using var http = new HttpClient(
            new SocketsHttpHandler { ConnectCallback = (_, cancellation) => ConnectFromAsync("127.0.7.7", nginx.Http, cancellation) })
        {
            BaseAddress = nginx.Http,
            Timeout = Patience.Time,
        };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/socket/seen");
        request.Headers.Add("X-Forwarded-For", "203.0.113.7"); // Of a client that lies.

        using HttpResponseMessage response = await http.SendAsync(request);

        Assert.Equal($"127.0.7.7 http {nginx.Http.Authority}", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task PageOfAnotherHost_IsRefused()
    {
        await using NginxProcess nginx = await NginxProcess.StartAsync(NginxConfig.Documented, Server);

        await ExpectRefusalAsync(nginx, "https://example.org");
    }

    // Without the line for the host, nginx sends the name of its upstream, which is the host of no page.
    [Fact]
    public async Task HostOfTheUpstream_RefusesTheOwnPage_AndNotOtherClients()
    {
        await using NginxProcess nginx = await NginxProcess.StartAsync(NginxConfig.WithoutHost, Server);

        await ExpectRefusalAsync(nginx, nginx.Http.GetLeftPart(UriPartial.Authority));

        using RawClient native = await ConnectAsync(nginx, origin: null);
        await native.ExpectSilenceAsync();
    }

    private async Task ExpectRefusalAsync(NginxProcess nginx, string origin)
    {
        var refused = await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync(nginx, origin));

        Assert.Contains("403", refused.Message, StringComparison.Ordinal);
        FakeLogRecord entry = Assert.Single(
            _app.Services.GetFakeLogCollector().GetSnapshot(), entry => entry.Level == LogLevel.Error);
        Assert.Equal((100, "OriginRefused"), (entry.Id.Id, entry.Id.Name));
        string page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "reverse-proxies.md"));
        Assert.Contains($"entry {entry.Id.Id}, `{entry.Id.Name}`", page, StringComparison.Ordinal);
    }

    private static Task<RawClient> ConnectAsync(NginxProcess nginx, string? origin) =>
        RawClient.ConnectAsync(nginx.Http, WebSocket, origin is null ? null : options => options.SetRequestHeader("Origin", origin));

    private static async ValueTask<Stream> ConnectFromAsync(string own, Uri server, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Parse(own), 0));
        await socket.ConnectAsync(IPAddress.Parse(server.Host), server.Port, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private static WebApplication Build()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Logging.AddFakeLogging();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddChannels();
        builder.Services.Configure<ForwardedHeadersOptions>(
            options => options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto);
        WebApplication app = builder.Build();
        app.UseForwardedHeaders();
        app.MapChannels("/socket", socket => socket.Add<EchoChannel>("room:{id}"));
        app.MapGet("/socket/seen", (Microsoft.AspNetCore.Http.HttpContext context) =>
            $"{context.Connection.RemoteIpAddress} {context.Request.Scheme} {context.Request.Host}");
        return app;
    }
}
