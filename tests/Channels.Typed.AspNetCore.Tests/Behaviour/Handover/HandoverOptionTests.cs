using System.Diagnostics.Metrics;
using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;
using System.Threading.RateLimiting;
using Channels.Typed.AspNetCore.Tests.Fixture;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Handover;

/// <summary>
/// What the application sees of a connection: with the handover nothing after the upgrade, and with TLS or without the handover all of it.
/// </summary>
public sealed class HandoverOptionTests
{
    private readonly TaskCompletionSource _requestEnded = new();
    private readonly TaskCompletionSource _responseCompleted = new();
    private readonly TaskCompletionSource _connectionEnded = new();

    [Theory]
    [InlineData(true, false, true)]
    [InlineData(false, false, false)]
    [InlineData(true, true, false)]
    public async Task RequestResponseAndConnectionMiddleware_EndAtTheUpgradeOnlyWithTheHandover(bool isOn, bool hasTls, bool endsAtUpgrade)
    {
        using X509Certificate2 certificate = TestCertificate.Create();
        await using FixtureServer server = await StartAsync(isOn, hasTls ? certificate : null);
        using var active = new MetricCollector<long>(
            server.Services.GetRequiredService<IMeterFactory>(), "Microsoft.AspNetCore.Hosting", "http.server.active_requests");
        long Active() => active.GetMeasurementSnapshot().Sum(measurement => measurement.Value);

        RawClient client = await ConnectAsync(server, certificate);
        await client.ExpectSilenceAsync();

        if (endsAtUpgrade)
        {
            await ExpectEndAsync();
            await Waiting.UntilEqualAsync(0, Active);
            await client.ExpectSilenceAsync();
        }
        else
        {
            Assert.Equal(
                (false, false, false),
                (_requestEnded.Task.IsCompleted, _responseCompleted.Task.IsCompleted, _connectionEnded.Task.IsCompleted));
            Assert.Equal(1, Active());
            client.Dispose();
            await ExpectEndAsync();
            await Waiting.UntilEqualAsync(0, Active);
        }
    }

    [Theory]
    [InlineData(true, false, true)]
    [InlineData(false, false, false)]
    [InlineData(true, true, false)]
    public async Task ConcurrencyLimiter_CountsTheConnectionUnlessItWasHandedOver(bool isOn, bool hasTls, bool isSecondAccepted)
    {
        using X509Certificate2 certificate = TestCertificate.Create();
        await using FixtureServer server = await StartAsync(isOn, hasTls ? certificate : null);
        RawClient first = await ConnectAsync(server, certificate);
        await first.ExpectSilenceAsync();

        if (isSecondAccepted)
        {
            await _requestEnded.Task.Within();
            await (await ConnectAsync(server, certificate)).ExpectSilenceAsync();
        }
        else
        {
            var refused = await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync(server, certificate));
            Assert.Contains("503", refused.Message, StringComparison.Ordinal);
        }

        await first.ExpectSilenceAsync();
    }

    [Fact]
    public async Task Off_StopClosesWith1012()
    {
        await using FixtureServer server = await FixtureServer.StartAsync(options => options.Handover = false);
        RawClient client = await server.JoinAsync();

        Task stopped = server.StopAsync(TestContext.Current.CancellationToken);

        await client.ExpectCloseAsync(1012);
        client.Dispose();
        await stopped.Within();
    }

    private Task<FixtureServer> StartAsync(bool isOn, X509Certificate2? certificate) => FixtureServer.StartAsync(
        options => options.Handover = isOn,
        builder =>
        {
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => Configure(listen, certificate)));
            builder.Services.AddRateLimiter(options => options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(
                _ => RateLimitPartition.GetConcurrencyLimiter("all", _ => new ConcurrencyLimiterOptions { PermitLimit = 1 })));
        },
        app =>
        {
            app.Use(async (context, next) =>
            {
                context.Response.OnCompleted(() =>
                {
                    _responseCompleted.TrySetResult();
                    return Task.CompletedTask;
                });
                await next(context);
                _requestEnded.TrySetResult();
            });
            app.UseRateLimiter();
        });

    private void Configure(ListenOptions listen, X509Certificate2? certificate)
    {
        listen.Use(next => async connection =>
        {
            await next(connection);
            _connectionEnded.TrySetResult();
        });
        if (certificate is not null)
        {
            listen.UseHttps(certificate);
        }
    }

    private static Task<RawClient> ConnectAsync(FixtureServer server, X509Certificate2 certificate) => server.ConnectAsync(
        configure: options => options.RemoteCertificateValidationCallback =
            (_, presented, _, _) => presented!.GetCertHashString() == certificate.GetCertHashString());

    private async Task ExpectEndAsync()
    {
        await _requestEnded.Task.Within();
        await _responseCompleted.Task.Within();
        await _connectionEnded.Task.Within();
    }
}
