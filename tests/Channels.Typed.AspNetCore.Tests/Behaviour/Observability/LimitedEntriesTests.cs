using System.Diagnostics.Metrics;
using Channels.Typed.AspNetCore.Observability;
using Channels.Typed.AspNetCore.Tests.Fixture;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Observability;

/// <summary>Entries at level Warning and Error that any client can cause do not fill the log.</summary>
public sealed class LimitedEntriesTests
{
    private const int Extra = 5;

    [Fact]
    public void EntriesThatClientsCause_AreWrittenInFull_ThenCounted()
    {
        HandlerTags tags = FixtureChannel.Descriptor.Tags;
        var e = new InvalidOperationException("thrown");
        AssertLimited(Log.SlowConsumerId, static (telemetry, logger) => telemetry.OnSlowConsumer(logger, 1));
        AssertLimited(Log.JoinCrashedId, (telemetry, logger) => telemetry.OnJoinCrashed(logger, tags, e), e);
        AssertLimited(Log.ChannelCrashedId, (telemetry, logger) => telemetry.OnChannelCrashed(logger, tags, e), e);
        AssertLimited(Log.MailboxFullId, (telemetry, logger) => telemetry.OnMailboxFull(logger, tags));
    }

    [Theory]
    [InlineData("crash", Log.ChannelCrashedId)]
    [InlineData("", Log.JoinCrashedId)]
    public async Task ClientThatCrashesItsChannelAgainAndAgain_IsLimitedInTheLog(string eventName, int id)
    {
        using var log = new LogSink();
        await using FixtureServer server = await FixtureServer.StartAsync(build: builder => builder.Logging.AddProvider(log));
        RawClient client = await server.ConnectAsync();
        for (int i = 0; i < LogLimiter.Limit + Extra; i++)
        {
            if (eventName.Length == 0)
            {
                await client.SendAsync($$"""["{{i}}","{{i}}","room:crash","phx_join",{}]""");
                await client.ExpectAsync(
                    $$"""["{{i}}","{{i}}","room:crash","phx_reply",{"response":{"reason":"join crashed"},"status":"error"}]""");
                continue;
            }

            await client.SendAsync($$"""["{{i}}","{{i}}","room:a","phx_join",{}]""");
            await client.ExpectAsync($$"""["{{i}}","{{i}}","room:a","phx_reply",{"response":{},"status":"ok"}]""");
            await client.SendAsync($$"""["{{i}}","push","room:a","{{eventName}}",{}]""");
            await client.ExpectAsync($$"""["{{i}}","{{i}}","room:a","phx_error",{"reason":"channel_crash"}]""");
        }

        Assert.Equal(LogLimiter.Limit, log.Entries.Count(entry => entry.Id.Id == id));
    }

    [Fact]
    public async Task JoinThatIsCanceledByTheLossOfItsConnection_IsNoCrash()
    {
        using var log = new LogSink();
        var joining = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var disposed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var program = new ChannelProgram
        {
            Join = async (_, ended) =>
            {
                joining.SetResult();
                await Task.Delay(Timeout.Infinite, ended);
                return ChannelReply.Ok();
            },
            Dispose = disposed.SetResult,
        };
        await using FixtureServer server = await program.StartAsync(log: log);
        RawClient client = await server.ConnectToProgramAsync();
        await client.SendJoinAsync();
        await joining.Task.Within();

        client.Dispose();
        await disposed.Task.Within();

        Assert.DoesNotContain(log.Entries, entry => entry.Id.Id == Log.JoinCrashedId);
    }

    private static void AssertLimited(int id, Action<ServerTelemetry, ConnectionLogger> cause, Exception? exception = null)
    {
        using ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var time = new FakeTimeProvider();
        var log = new FakeLogger();
        using var telemetry = new ServerTelemetry(services.GetRequiredService<IMeterFactory>(), time, log);

        // Each entry is of another connection: a client cannot pass the limit by connecting again.
        for (int i = 0; i < LogLimiter.Limit + Extra; i++)
        {
            cause(telemetry, new ConnectionLogger(log));
        }

        Assert.Equal(LogLimiter.Limit, log.Collector.Count);
        Assert.All(log.Collector.GetSnapshot(), entry => Assert.Same(exception, entry.Exception));

        time.Advance(LogLimiter.Period);
        cause(telemetry, new ConnectionLogger(log));

        Assert.Equal(id, log.LatestRecord.Id.Id);
        Assert.Equal($"{Extra}", log.LatestRecord.GetStructuredStateValue("Suppressed"));
    }
}
