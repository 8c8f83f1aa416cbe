using System.Diagnostics.Metrics;
using Channels.Typed.Client.Observability;
using Channels.Typed.Client.Tests.Fixture;
using Channels.Typed.Client.Transports;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Tests.Behaviour.Observability;

/// <summary>The client's tables in docs/observability.md match the code.</summary>
public sealed class DocumentationTests
{
    [Fact]
    public void Instruments_MatchTheTable()
    {
        using var meters = new TestMeters();
        Meter meter = meters.Factory.Create(ClientTelemetry.Name);

        ObservabilityPage.AssertInstruments("Client instrument", meter, created => _ = new ClientMetrics(created));
    }

    [Fact]
    public async Task Measurements_HaveTheTagsOfTheTable()
    {
        using var meters = new TestMeters();
        await using var client = new TestClient(options => options.MeterFactory = meters.Factory);

        await ObservabilityPage.AssertTagsAsync("Client instrument", ClientTelemetry.Name, meters.Factory, () => CauseAllAsync(client));
    }

    [Fact]
    public void LogEntries_MatchTheTable_AndTheirIdsAreUnique() =>
        ObservabilityPage.AssertLogEntries("Client id", typeof(Log), firstId: 200);

    private static async Task CauseAllAsync(TestClient client)
    {
        IClientChannel channel = client.Socket.CreateChannel("room:a", "room:{room}");
        Task<ReplyFrame> join = channel.JoinAsync();
        await client.Server.RefuseAsync();
        await client.Time.RunTimerAsync(TimeSpan.FromMilliseconds(10));
        await client.Server.RefuseAsync(new TransportSwitchException("longpoll", "the test needs it"));
        ScriptedConnection connection = await client.Server.AcceptAsync();
        await connection.AcceptJoinAsync(1);
        _ = await join.Within();
        Task<ReplyFrame> push = channel.PushAsync();
        _ = await connection.ReceiveAsync();
        connection.SendOk(1, 2);
        _ = await push.Within();
        connection.Send("""["1",null,"room:a","unhandled",{}]""");
        await client.Time.RunTimerAsync(TimeSpan.FromSeconds(30));
        await connection.ExpectAsync("""[null,"3","phoenix","heartbeat",{}]""");
        connection.Send("""[null,"3","phoenix","phx_reply",{"response":{},"status":"ok"}]""");
        await Waiting.UntilAsync(() => connection.Unread == 0);
        connection.Drop();
    }
}
