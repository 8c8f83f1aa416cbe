using System.Diagnostics.Metrics;
using Channels.Typed.Client.Observability;
using Channels.Typed.Client.Tests.Fixture;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Tests.Behaviour.Observability;

/// <summary>Loggers, meter listeners and clocks that throw do not stop the socket.</summary>
public sealed class ThrowingListenerTests
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan HeartbeatTime = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Logger_Throws_AttemptsAndReconnectsContinue()
    {
        var log = new ThrowingLog();
        await using var client = new TestClient(options => options.LoggerFactory = log);
        Task connected = client.Socket.ConnectAsync();

        await client.Server.RefuseAsync();
        ScriptedConnection connection = await client.ReconnectAsync();
        await connected.Within();
        connection.Drop();
        _ = await client.ReconnectAsync(50);

        await Waiting.UntilAsync(() => client.Socket.State == SocketState.Connected);
        Assert.True(log.Calls >= 3);
    }

    [Fact]
    public async Task Logger_Throws_TimersDoNot()
    {
        await using var client = new TestClient(options => options.LoggerFactory = new ThrowingLog());
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        connection.Send("""["1","1","room:a","phx_error",{}]""");

        // The rejoin is not answered, so its timeout is logged, and then that of the heartbeat.
        await client.Time.RunTimerAsync(TimeSpan.FromSeconds(1));
        await connection.ExpectAsync("""["2","2","room:a","phx_join",{"p":1}]""");
        client.Time.Advance(TimeSpan.FromSeconds(10));
        await connection.ExpectAsync("""["2","3","room:a","phx_leave",{}]""");
        Assert.Equal(ChannelState.Errored, channel.State);
        client.Time.Advance(HeartbeatTime - TimeSpan.FromSeconds(11));
        await client.Time.RunTimerAsync(HeartbeatTime);

        SocketStateChangedEventArgs change = await client.ChangeToAsync(SocketState.Reconnecting);
        Assert.Equal(SocketStateReason.HeartbeatTimeout, change.Reason);
    }

    [Fact]
    public async Task MeterListener_Throws_SocketAndChannelsWork()
    {
        using var meters = new TestMeters();
        using var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == ClientTelemetry.Name)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        int calls = 0;
        listener.SetMeasurementEventCallback<long>((instrument, _, _, _) => Throw(instrument));
        listener.SetMeasurementEventCallback<double>((instrument, _, _, _) => Throw(instrument));
        listener.Start();
        await using var client = new TestClient(options => options.MeterFactory = meters.Factory);
        Task connected = client.Socket.ConnectAsync();

        await client.Server.RefuseAsync();
        ScriptedConnection connection = await client.ReconnectAsync();
        await connected.Within();
        IClientChannel channel = client.CreateChannel();
        Task<ReplyFrame> join = channel.JoinAsync();
        await connection.AcceptJoinAsync(1);
        _ = await join.Within();
        Task<ReplyFrame> push = channel.PushAsync();
        await connection.ExpectAsync("""["1","2","room:a","ping",{}]""");
        connection.Send("""["1",null,"room:a","no handler",{}]""");
        connection.SendOk(1, 2);
        _ = await push.Within();
        connection.Drop();
        connection = await client.ReconnectAsync();
        await connection.AcceptJoinAsync(3);

        Assert.True(Volatile.Read(ref calls) > 5);

        void Throw(Instrument instrument)
        {
            // Tests in parallel have other meters. The listener gets their measurements too.
            if (instrument.Meter.Scope == meters.Factory)
            {
                _ = Interlocked.Increment(ref calls);
                throw new IOException("no measurements today");
            }
        }
    }

    [Fact]
    public async Task Clock_Throws_AttemptsContinue()
    {
        var clock = new ThrowingClock(FirstDelay);
        await using var client = new TestClient(options => options.TimeProvider = clock);
        Task connected = client.Socket.ConnectAsync();

        await client.Server.RefuseAsync();
        _ = await client.Server.AcceptAsync();

        await connected.Within();
        Assert.Equal(1, clock.Failures);
        Assert.True(client.Log.Has(207));
    }
}
