using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Channels.Typed.AspNetCore.Connections;
using Channels.Typed.AspNetCore.Tests.Fixture;
using Channels.Typed.AspNetCore.Transports;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Connections;

/// <summary>The sweep and the drain use connections that may have just ended. One that throws does not keep them from the others.</summary>
public sealed class EndedTransportTests : IDisposable
{
    private const int DisconnectFailed = 144;

    private readonly LogSink _log = new();

    // With TLS the session ends within its request. Afterwards the request is of another client, and must not be aborted.
    [Fact]
    public async Task Abort_AfterTheSessionHasEnded_DoesNotAbortItsRequest()
    {
        using X509Certificate2 certificate = TestCertificate.Create();
        var ended = new TaskCompletionSource<CountingLifetime>(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using FixtureServer server = await FixtureServer.StartAsync(
            build: builder => builder.WebHost.ConfigureKestrel(kestrel =>
                kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate))),
            use: app => app.Use(async (context, next) =>
            {
                var lifetime = new CountingLifetime(context.Features.GetRequiredFeature<IHttpRequestLifetimeFeature>());
                context.Features.Set<IHttpRequestLifetimeFeature>(lifetime);
                await next();
                ended.TrySetResult(lifetime);
                await release.Task;
            }));
        using var handler = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, presented, _, _) =>
                    presented?.GetCertHashString() == certificate.GetCertHashString(),
            },
        };
        using var invoker = new HttpMessageInvoker(handler);
        RawClient client = await server.ConnectAsync(invoker: invoker);
        await client.ExpectSilenceAsync();
        Connection connection = Assert.Single(server.Services.GetRequiredService<ConnectionRegistry>().BeginDraining());

        await client.CloseAsync();
        CountingLifetime lifetime = await ended.Task.Within();
        connection.Transport.Close(CloseCode.ServiceRestart);
        connection.Transport.Abort();

        Assert.Equal(0, lifetime.Aborts);
        release.SetResult();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Sweep_AConnectionThrows_TheOthersAreSweptAndTheExceptionIsLogged(bool isClosing)
    {
        await using FixtureServer server = await StartAsync();
        FaultyTransport[] all = FaultyTransport.Open(4, server);
        foreach (FaultyTransport transport in all)
        {
            transport.IdleFor = TimeSpan.FromDays(1);
            transport.IsClosing = isClosing;
        }

        server.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.All(all, transport => Assert.Equal(1, isClosing ? transport.Aborts : transport.Closes));
        Assert.Equal(2, _log.Entries.Count(entry => entry.Id.Id == DisconnectFailed && entry.Exception is InvalidOperationException));
    }

    [Fact]
    public async Task Drain_AConnectionThrows_TheOthersAreClosedAndDropped()
    {
        await using FixtureServer server = await StartAsync();
        FaultyTransport[] all = FaultyTransport.Open(4, server);
        var drainer = new Drainer(
            server.Services.GetRequiredService<ConnectionRegistry>(), new DrainOptions(), server.Time, _log);
        using var stopNow = new CancellationTokenSource();

        Task drained = drainer.RunAsync(stopNow.Token);
        await Waiting.UntilAsync(() => all.All(transport => transport.Closes == 1));
        await stopNow.CancelAsync();

        await drained.Within();
        Assert.All(all, transport => Assert.Equal(1, transport.Aborts));
        Assert.Equal(4, _log.Entries.Count(entry => entry.Id.Id == DisconnectFailed));
    }

    public void Dispose() => _log.Dispose();

    private Task<FixtureServer> StartAsync() => FixtureServer.StartAsync(build: builder => builder.Logging.AddProvider(_log));
}
