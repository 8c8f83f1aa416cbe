using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Channels.Typed.AspNetCore.Tests.Fixture;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Handover;

/// <summary>An upgraded connection leaves the HTTP server if nothing is between them, and works in the request otherwise.</summary>
public sealed class HandoverTests
{
    [Fact]
    public async Task Upgraded_TheRequestEndsAndTheChannelLives()
    {
        var request = new RequestProbe();
        await using FixtureServer server = await FixtureServer.StartAsync(use: request.Use);

        RawClient client = await server.JoinAsync();

        await request.Ended.Within();
        await client.ExpectSilenceAsync();
    }

    [Fact]
    public async Task FramesSentWithTheUpgradeRequest_AreNotLost()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, server.Http.Port);
        byte[] text = Encoding.ASCII.GetBytes("""[null,"1","phoenix","heartbeat",{}]""");

        await socket.SendAsync((byte[])
        [
            .. Encoding.ASCII.GetBytes("GET /socket/websocket?vsn=2.0.0 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"),
            0x81, (byte)(0x80 | text.Length), 0, 0, 0, 0, .. text,
        ]);

        string answer = "";
        var buffer = new byte[1024];
        using var guard = new CancellationTokenSource(Patience.Time);
        while (!answer.EndsWith("\"ok\"}]", StringComparison.Ordinal))
        {
            int length = await socket.ReceiveAsync(buffer, guard.Token);
            Assert.NotEqual(0, length);
            answer += Encoding.Latin1.GetString(buffer, 0, length);
        }

        Assert.StartsWith("HTTP/1.1 101 ", answer, StringComparison.Ordinal);
        Assert.Contains("\r\n\r\n\u0081", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConnectionMiddleware_TheRequestStaysAndTheChannelLives()
    {
        var request = new RequestProbe();
        await using FixtureServer server = await FixtureServer.StartAsync(
            build: builder => builder.WebHost.ConfigureKestrel(
                kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.UseConnectionLogging())),
            use: request.Use);

        RawClient client = await server.JoinAsync();

        await client.ExpectSilenceAsync();
        Assert.False(request.Ended.IsCompleted);
    }

    [Fact]
    public async Task Tls_Works()
    {
        using X509Certificate2 certificate = TestCertificate.Create();
        await using FixtureServer server = await FixtureServer.StartAsync(
            build: builder => builder.WebHost.ConfigureKestrel(
                kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate))));
        RawClient client = await server.ConnectAsync(configure: options => options.RemoteCertificateValidationCallback =
            (_, presented, _, _) => presented!.GetCertHashString() == certificate.GetCertHashString());

        await client.SendAsync("""["1","1","room:a","phx_join",{}]""");
        await client.ExpectAsync("""["1","1","room:a","phx_reply",{"response":{},"status":"ok"}]""");
        await client.SendAsync("""["1","2","room:a","bcast",{"text":"hi"}]""");

        await client.ExpectAsync(
            """[null,null,"room:a","noted",{"text":"hi"}]""",
            """["1","2","room:a","phx_reply",{"response":{},"status":"ok"}]""");
    }

    [Fact]
    public async Task Stop_WithAClientThatDoesNotAnswer_EndsWithItsToken()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.JoinAsync();
        using var noTime = new CancellationTokenSource();

        Task stop = server.StopAsync(noTime.Token);
        await client.ExpectAsync("close 1012");
        await noTime.CancelAsync();

        await stop.Within();
        Assert.Equal(TerminateReason.Disconnected, await server.Log.Terminated.Reader.ReadAsync().Within());
    }

    [Fact]
    public async Task TransportOfTheApplication_IsNotReplaced()
    {
        await using WebApplication app = Build(services => services.AddSingleton<IConnectionListenerFactory, NoTransport>());

        await Assert.ThrowsAsync<NotSupportedException>(() => app.StartAsync());
    }

    private static WebApplication Build(Action<IServiceCollection> configure)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        configure(builder.Services);
        builder.Services.AddChannels();
        return builder.Build();
    }

    private sealed class RequestProbe
    {
        private readonly TaskCompletionSource _ended = new();

        public Task Ended => _ended.Task;

        public void Use(WebApplication app) => app.Use(async (context, next) =>
        {
            await next(context);
            _ended.TrySetResult();
        });
    }

    private sealed class NoTransport : IConnectionListenerFactory
    {
        public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();
    }
}
