using System.Diagnostics.Metrics;
using Channels.Typed.AspNetCore.Channels;
using Channels.Typed.AspNetCore.Channels.Lifecycle;
using Channels.Typed.AspNetCore.Tests.Fixture;
using Microsoft.Extensions.DependencyInjection;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Channels;

/// <summary>A listener of metrics that throws does not keep a channel from its end.</summary>
public sealed class FaultyTelemetryTests : IDisposable
{
    private const int TelemetryFailed = 135;

    private readonly ChannelProgram _program = new();
    private readonly LogSink _log = new();
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public FaultyTelemetryTests() => _program.DisposeScope = () => _released.TrySetResult();

    [Fact]
    public async Task ChannelEnds_ListenerThrows_EndCompletesAndTheExceptionIsLogged()
    {
        await using FixtureServer server = await _program.StartAsync(log: _log);
        using MeterListener listener = ThrowOn<long>(server, "channels.server.active_channels", static value => value < 0);
        RawClient client = await server.ConnectToProgramAsync();
        await client.JoinProgramAsync();
        var channel = (ServerChannel)Assert.Single(_program.Joins);

        await channel.EndAsync(ChannelEnd.Stopped).Within();

        await client.ExpectAsync("""["1","1","p:a","phx_close",{}]""");
        await _released.Task.Within();
        Assert.Single(_log.Entries, entry => entry.Id.Id == TelemetryFailed && entry.Exception is NotSupportedException);
        await client.JoinProgramAsync("p:a", "2");
    }

    [Fact]
    public async Task JoinIsMeasured_ListenerThrows_ChannelIsJoinedAndCanEnd()
    {
        await using FixtureServer server = await _program.StartAsync(log: _log);
        using MeterListener listener = ThrowOn<double>(server, "channels.server.join.duration", static _ => true);
        RawClient client = await server.ConnectToProgramAsync();
        await client.JoinProgramAsync();

        await client.SendAsync("""["1","2","p:a","phx_leave",{}]""");

        await client.ExpectAsync(
            """["1","2","p:a","phx_reply",{"response":{},"status":"ok"}]""", """["1","1","p:a","phx_close",{}]""");
        await _released.Task.Within();
        Assert.Single(_log.Entries, entry => entry.Id.Id == TelemetryFailed);
        await client.JoinProgramAsync("p:a", "2");
    }

    [Fact]
    public async Task UnreadablePayloadIsCounted_ListenerThrows_ChannelEndsAndTheTopicCanBeJoinedAgain()
    {
        _program.Push = static (_, _, _) =>
        {
            ChannelPayload.FromJson("[]").Read(FixtureJson.Default.Note);
            return new(ChannelReply.Ok());
        };
        await using FixtureServer server = await _program.StartAsync(log: _log);
        using MeterListener listener = ThrowOn<long>(server, "channels.server.unreadable_payloads", static _ => true);
        RawClient client = await server.ConnectToProgramAsync();
        await client.JoinProgramAsync();

        await client.SendAsync("""["1","2","p:a","any",{}]""");

        await client.ExpectAsync("""["1","1","p:a","phx_error",{"reason":"channel_crash"}]""");
        await _released.Task.Within();
        await client.JoinProgramAsync("p:a", "2");
    }

    public void Dispose() => _log.Dispose();

    // Only the meter of this server, because other servers of the process have meters of the same name.
    private static MeterListener ThrowOn<T>(FixtureServer server, string instrument, Func<T, bool> throws)
        where T : struct
    {
        IMeterFactory meters = server.Services.GetRequiredService<IMeterFactory>();
        var listener = new MeterListener
        {
            InstrumentPublished = (published, self) =>
            {
                if (published.Name == instrument && published.Meter.Scope == meters)
                {
                    self.EnableMeasurementEvents(published);
                }
            },
        };
        listener.SetMeasurementEventCallback<T>((_, value, _, _) =>
        {
            if (throws(value))
            {
                throw new NotSupportedException("listener");
            }
        });
        listener.Start();
        return listener;
    }
}
