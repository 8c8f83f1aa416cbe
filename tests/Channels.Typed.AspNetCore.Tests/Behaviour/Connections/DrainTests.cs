using System.Net;
using Channels.Typed.AspNetCore.Connections;
using Channels.Typed.AspNetCore.Tests.Behaviour.LongPolling.Fixture;
using Channels.Typed.AspNetCore.Tests.Fixture;
using Channels.Typed.AspNetCore.Transports;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Connections;

public sealed class DrainTests : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly TimerClock _clock = new();
    private readonly LogSink _log = new();

    [Fact]
    public async Task Row162_TwentyFiveThousandConnections_AreClosedInThreeRoundsTwoSecondsApart()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        using var connections = new ConnectionRegistry(new ChannelsOptions(), _clock, _log);
        IdleTransport[] all = IdleTransport.Open(25_000, connections, server);
        var drainer = new Drainer(connections, new DrainOptions(), _clock, _log);
        int Closed() => all.Count(one => one.Closes.SequenceEqual([CloseCode.ServiceRestart]));

        Task drained = drainer.RunAsync(CancellationToken.None);
        await _clock.TimerAsync(Interval);
        Assert.Equal(10_000, Closed());

        _clock.Advance(Interval - TimeSpan.FromMilliseconds(1));
        Assert.Equal(10_000, Closed());
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await _clock.TimerAsync(Interval);
        Assert.Equal(20_000, Closed());

        _clock.Advance(Interval);
        await Waiting.UntilEqualAsync(25_000, Closed);
        Assert.False(drained.IsCompleted);

        Array.ForEach(all, one => connections.Remove(one.Connection));
        await drained.Within();
        Assert.DoesNotContain(all, one => one.IsAborted);
        Assert.Equal(
            [
                "The server is stopping and drains 25000 connections",
                "10000 of 25000 connections were closed with 1012, so that their clients reconnect elsewhere",
                "20000 of 25000 connections were closed with 1012, so that their clients reconnect elsewhere",
                "25000 of 25000 connections were closed with 1012, so that their clients reconnect elsewhere",
                "Draining has ended after 4 s; 0 connections were aborted",
            ],
            _log.Entries.Select(entry => entry.Message));
    }

    // Phoenix would wait for one more round.
    [Fact]
    public async Task FullBatches_NeedNoRoundWithoutConnections()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        using var connections = new ConnectionRegistry(new ChannelsOptions(), _clock, _log);
        IdleTransport[] all = IdleTransport.Open(20, connections, server);
        var drainer = new Drainer(connections, new DrainOptions { BatchSize = 10 }, _clock, _log);

        Task drained = drainer.RunAsync(CancellationToken.None);
        await _clock.RunTimerAsync(Interval);
        await Waiting.UntilEqualAsync(20, () => all.Count(one => one.Closes.Count == 1));
        Array.ForEach(all, one => connections.Remove(one.Connection));

        await drained.Within();
        Assert.Equal(2, _log.Entries.Count(entry => entry.Id.Id == 141));
    }

    [Fact]
    public async Task NoConnections_EndsAtOnce()
    {
        using var connections = new ConnectionRegistry(new ChannelsOptions(), _clock, _log);

        await new Drainer(connections, new DrainOptions(), _clock, _log).RunAsync(CancellationToken.None).Within();

        Assert.Equal(
            ["The server is stopping and drains 0 connections", "Draining has ended after 0 s; 0 connections were aborted"],
            _log.Entries.Select(entry => entry.Message));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Timeout_DropsTheRemainingConnections(bool isHostTimeout)
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        using var connections = new ConnectionRegistry(new ChannelsOptions(), _clock, _log);
        IdleTransport[] all = IdleTransport.Open(3, connections, server);
        using var host = new CancellationTokenSource();
        var options = new DrainOptions { BatchSize = 1, BatchInterval = TimeSpan.FromSeconds(20), Timeout = TimeSpan.FromSeconds(30) };

        Task drained = new Drainer(connections, options, _clock, _log).RunAsync(host.Token);
        await _clock.RunTimerAsync(TimeSpan.FromSeconds(20));
        await _clock.TimerAsync(TimeSpan.FromSeconds(20));
        IdleTransport gone = all.First(one => one.Closes.Count == 1); // The order is not defined.
        connections.Remove(gone.Connection);
        Assert.DoesNotContain(all, one => one.IsAborted);
        if (isHostTimeout)
        {
            await host.CancelAsync();
        }
        else
        {
            _clock.Advance(TimeSpan.FromSeconds(10));
        }

        await drained.Within();
        Assert.All(all, one => Assert.Equal(one != gone, one.IsAborted));
        Assert.Equal([0, 1, 1], all.Select(one => one.Closes.Count).Order());
        Assert.EndsWith("; 2 connections were aborted", _log.Entries.Last().Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delay_HealthCheckFailsFirst_ThenClientsAreClosedAndNewOnesRefused()
    {
        TimeSpan delay = TimeSpan.FromSeconds(7);
        await using FixtureServer server = await StartAsync(options =>
        {
            options.Drain.Delay = delay;
            options.Drain.BatchSize = 1;
        });
        using MetricCollector<long> refused = server.Collect<long>("channels.server.refused_connects");
        RawClient first = await server.JoinAsync();

        Task stopped = server.StopAsync(TestContext.Current.CancellationToken);
        await _clock.TimerAsync(delay);
        HealthReport report = await server.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(
            TestContext.Current.CancellationToken);
        Assert.Equal(HealthStatus.Unhealthy, report.Entries["channels"].Status);
        await first.ExpectSilenceAsync();
        RawClient late = await server.JoinAsync("room:b");

        _clock.Advance(delay);
        await _clock.TimerAsync(Interval);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(server, "/socket/websocket?vsn=2.0.0"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(server, "/socket/longpoll?vsn=2.0.0"));
        Assert.Equal(["1 channels.reason=stopping", "1 channels.reason=stopping"], await refused.ReadAsync(2));

        // One client has been closed, in no defined order. The other is served until its batch.
        _clock.Advance(Interval);
        await first.ExpectAsync("close 1012");
        await late.ExpectAsync("close 1012");
        first.Dispose();
        late.Dispose();
        await stopped.Within();
        Assert.EndsWith("; 0 connections were aborted", _log.Entries.Last(entry => entry.Id.Id is 142).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ClientThatDoesNotAnswerTheClose_IsDroppedAfterTheCloseTimeout()
    {
        await using FixtureServer server = await StartAsync(_ => { });
        using FrameClient client = await FrameClient.ConnectAsync(server.Http, "/socket/websocket?vsn=2.0.0");
        await client.SendAsync(0x81, [.. """[null,"1","phoenix","heartbeat",{}]"""u8]);
        await client.ReceiveAsync();

        Task stopped = server.StopAsync(TestContext.Current.CancellationToken);
        await client.ExpectCloseAsync(1012);
        _clock.Advance(TimeSpan.FromSeconds(7));

        await stopped.Within();
    }

    [Theory]
    [InlineData("Delay", -1)]
    [InlineData("BatchInterval", -1)]
    [InlineData("Timeout", 0)]
    [InlineData("BatchSize", 0)]
    public void OptionOutOfRange_IsNamed(string option, int value)
    {
        var options = new ChannelsOptions();
        typeof(DrainOptions).GetProperty(option)!.SetValue(options.Drain, option == "BatchSize" ? value : TimeSpan.FromSeconds(value));

        ValidateOptionsResult result = new ChannelsOptionsValidator().Validate(null, options);

        Assert.StartsWith($"ChannelsOptions.Drain.{option} is ", Assert.Single(result.Failures!), StringComparison.Ordinal);
    }

    public void Dispose() => _log.Dispose();

    private Task<FixtureServer> StartAsync(Action<ChannelsOptions> configure) => FixtureServer.StartAsync(
        configure,
        builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(_clock);
            builder.Services.AddHealthChecks().AddChannels();
            builder.Logging.AddProvider(_log);
        });

    private static async Task<HttpStatusCode> StatusAsync(FixtureServer server, string target)
    {
        using var http = new HttpClient { BaseAddress = server.Http };
        using HttpResponseMessage response = await http.GetAsync(new Uri(target, UriKind.Relative), TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
