using System.Security.Cryptography.X509Certificates;
using Channels.Typed.AspNetCore.Connections;
using Channels.Typed.AspNetCore.Tests.Fixture;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Connections;

/// <summary>
/// A handler that never ends does not keep the host from stopping. If the handler awaits, the server also notices that the client has
/// gone, and gives the place of the connection back.
/// </summary>
public sealed class StuckHandlerTests : IDisposable
{
    private const int DrainEnded = 142;
    private const string Joined = """["1","1","p:a","phx_reply",{"response":{},"status":"ok"}]""";

    private readonly X509Certificate2 _certificate = TestCertificate.Create();
    private readonly HttpMessageInvoker _invoker;
    private readonly ChannelProgram _program = new();
    private readonly LogSink _log = new();
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public StuckHandlerTests() => _invoker = new HttpMessageInvoker(new SocketsHttpHandler
    {
        SslOptions =
        {
            RemoteCertificateValidationCallback =
                (_, presented, _, _) => presented?.GetCertHashString() == _certificate.GetCertHashString(),
        },
    });

    /// <summary>How clients connect.</summary>
    public enum Way
    {
        /// <summary>The connection is handed over.</summary>
        HandedOver,

        /// <summary>TLS, HTTP/1.1.</summary>
        Tls,

        /// <summary>A stream of an HTTP/2 connection with TLS.</summary>
        Http2,
    }

    /// <summary>What the handler does.</summary>
    public enum Stuck
    {
        /// <summary>It awaits a task that does not complete, and nothing else waits.</summary>
        Awaits,

        /// <summary>It awaits a task that does not complete, and its mailbox is full.</summary>
        AwaitsAndMailboxIsFull,

        /// <summary>It blocks its thread.</summary>
        BlocksItsThread,
    }

    public static TheoryData<Way, Stuck> All() => Combine(Stuck.Awaits, Stuck.AwaitsAndMailboxIsFull, Stuck.BlocksItsThread);

    public static TheoryData<Way, Stuck> Awaiting() => Combine(Stuck.Awaits, Stuck.AwaitsAndMailboxIsFull);

    [Theory]
    [MemberData(nameof(Awaiting))]
    public async Task ClientGone_HandlerNeverEnds_ThePlaceIsGivenBackAndTheHostStops(Way way, Stuck stuck)
    {
        await using FixtureServer server = await StartAsync(way, stuck);
        RawClient client = await GetStuckAsync(server, way, stuck);

        client.Dispose();

        await AdvanceUntilAsync(server, () => Count(server) == 0);
        RawClient next = await ConnectAsync(server, way); // MaxConnections is 1.
        next.Dispose();
        await AssertStopsAsync(server);
        _release.SetResult();
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task HostStops_HandlerNeverEndsAndClientStays_StopsAfterTheDrain(Way way, Stuck stuck)
    {
        await using FixtureServer server = await StartAsync(way, stuck);
        using RawClient client = await GetStuckAsync(server, way, stuck);

        await AssertStopsAsync(server);

        _release.SetResult();
    }

    // The client's close frame waits behind messages for which the mailbox has no room.
    [Fact]
    public async Task MailboxFull_ServerClosesTheConnection_ReadsOnAndTheClientCanAnswer()
    {
        await using FixtureServer server = await StartAsync(Way.HandedOver, Stuck.AwaitsAndMailboxIsFull);
        using RawClient client = await GetStuckAsync(server, Way.HandedOver, Stuck.AwaitsAndMailboxIsFull);

        Task stop = server.StopAsync();
        await client.ExpectAsync("close 1012");
        await client.CloseAsync();

        await AdvanceUntilAsync(server, () => stop.IsCompleted);
        Assert.Equal(0, Count(server));
        _release.SetResult();
    }

    public void Dispose()
    {
        _release.TrySetResult();
        _log.Dispose();
        _invoker.Dispose();
        _certificate.Dispose();
    }

    private static TheoryData<Way, Stuck> Combine(params Stuck[] kinds)
    {
        var all = new TheoryData<Way, Stuck>();
        foreach (Way way in Enum.GetValues<Way>())
        {
            foreach (Stuck stuck in kinds)
            {
                all.Add(way, stuck);
            }
        }

        return all;
    }

    private static int Count(FixtureServer server) => server.Services.GetRequiredService<ConnectionRegistry>().Count;

    // Each step is shorter than all timeouts.
    private static Task AdvanceUntilAsync(FixtureServer server, Func<bool> condition) => Waiting.UntilAsync(() =>
    {
        if (condition())
        {
            return true;
        }

        server.Time.Advance(TimeSpan.FromMilliseconds(500));
        return false;
    });

    // First the drain's timeout passes, then the host's.
    private async Task AssertStopsAsync(FixtureServer server)
    {
        using var shutdown = new CancellationTokenSource();
        Task stop = server.StopAsync(shutdown.Token);
        await AdvanceUntilAsync(server, () => stop.IsCompleted || _log.Entries.Any(entry => entry.Id.Id == DrainEnded));
        await shutdown.CancelAsync();
        await AdvanceUntilAsync(server, () => stop.IsCompleted);
    }

    private async Task<RawClient> GetStuckAsync(FixtureServer server, Way way, Stuck stuck)
    {
        RawClient client = await ConnectAsync(server, way);
        await client.SendJoinAsync();
        await client.ExpectAsync(Joined);
        await client.SendAsync("""["1","2","p:a","any",{}]""");
        await _entered.Task.Within();
        if (stuck == Stuck.AwaitsAndMailboxIsFull)
        {
            using MetricCollector<long> full = server.Collect<long>("channels.server.full_mailboxes");
            await client.SendAsync("""["1","3","p:a","any",{}]""");
            await client.SendAsync("""["1","4","p:a","any",{}]""");
            Assert.Equal(["1 channels.template=p:{rest}"], await full.ReadAsync(1));
        }

        return client;
    }

    private Task<RawClient> ConnectAsync(FixtureServer server, Way way) => server.ConnectAsync(
        configure: options =>
        {
            options.HttpVersion = way == Way.Http2 ? new Version(2, 0) : new Version(1, 1);
            options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        },
        path: "/programmed/websocket",
        invoker: _invoker);

    private Task<FixtureServer> StartAsync(Way way, Stuck stuck)
    {
        switch (stuck)
        {
            case Stuck.BlocksItsThread:
                _program.Push = (_, _, _) =>
                {
                    _entered.TrySetResult();
                    _release.Task.Wait(CancellationToken.None);
                    return new(ChannelReply.Ok());
                };
                break;
            default:
                _program.Push = async (_, _, _) =>
                {
                    _entered.TrySetResult();
                    await _release.Task;
                    return ChannelReply.Ok();
                };
                break;
        }

        return _program.StartAsync(
            options =>
            {
                options.MaxConnections = 1;
                options.MaxMailboxLength = 1;
                options.IdleTimeout = TimeSpan.FromDays(1); // Not what notices that the client has gone.
            },
            _log,
            builder => builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint =>
            {
                if (way != Way.HandedOver)
                {
                    endpoint.Protocols = way == Way.Http2 ? HttpProtocols.Http2 : HttpProtocols.Http1;
                    endpoint.UseHttps(_certificate);
                }
            })));
    }
}
