using Channels.Typed.AspNetCore.Tests.Allocation;
using Channels.Typed.AspNetCore.Tests.Fixture;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Observability;

public sealed class ChannelMetricsTests
{
    private const string Template = "channels.template=room:{room}";

    [Fact]
    public async Task Channel_IsActiveUntilItIsLeft()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        using MetricCollector<long> active = server.Collect<long>("channels.server.active_channels");
        using MetricCollector<long> crashed = server.Collect<long>("channels.server.crashed_channels");
        RawClient client = await server.JoinAsync();

        await client.SendAsync("""["1","2","room:a","phx_leave",{}]""");

        Assert.Equal([$"1 {Template}", $"-1 {Template}"], await active.ReadAsync(2));
        Assert.Empty(crashed.GetMeasurementSnapshot());
    }

    [Theory]
    [InlineData("crash")]
    [InlineData("fail")]
    public async Task Crash_EndsAnActiveChannelAndIsCounted(string eventName)
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        using MetricCollector<long> active = server.Collect<long>("channels.server.active_channels");
        using MetricCollector<long> crashed = server.Collect<long>("channels.server.crashed_channels");
        RawClient client = await server.JoinAsync();

        await client.SendAsync("""["1","2","room:a","EVENT",{}]""".Replace("EVENT", eventName, StringComparison.Ordinal));

        Assert.Equal([$"1 {Template}", $"-1 {Template}"], await active.ReadAsync(2));
        Assert.Equal([$"1 {Template}"], await crashed.ReadAsync(1));
    }

    [Theory]
    [InlineData("room:a", "ok")]
    [InlineData("room:error", "refused")]
    [InlineData("room:crash", "failed")]
    public async Task Join_IsTimedWithItsOutcome(string topic, string outcome)
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        using MetricCollector<double> duration = server.Collect<double>("channels.server.join.duration");
        using MetricCollector<long> rejected = server.Collect<long>("channels.server.rejected_joins");
        RawClient client = await server.ConnectAsync();

        await client.SendAsync($$"""["1","1","{{topic}}","phx_join",{}]""");

        Assert.Equal([$"0 channels.outcome={outcome} {Template}"], await duration.ReadAsync(1));
        if (outcome == "ok")
        {
            Assert.Empty(rejected.GetMeasurementSnapshot());
        }
        else
        {
            Assert.Equal([$"1 channels.reason={outcome} {Template}"], await rejected.ReadAsync(1));
        }
    }

    [Fact]
    public async Task Join_ThatTakesTooLong_HasItsDuration()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        using MetricCollector<double> duration = server.Collect<double>("channels.server.join.duration");
        RawClient client = await server.ConnectAsync();
        await client.SendAsync("""["1","1","room:never","phx_join",{}]""");
        await client.ExpectSilenceAsync();

        server.Time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal([$"30 channels.outcome=timeout {Template}"], await duration.ReadAsync(1));
    }

    [Fact]
    public async Task Join_OfAnUnmatchedTopic_HasNoTopicTag()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        using MetricCollector<long> rejected = server.Collect<long>("channels.server.rejected_joins");
        using MetricCollector<long> unmatched = server.Collect<long>("channels.server.unmatched_topics");
        RawClient client = await server.ConnectAsync();

        await client.SendAsync("""["1","1","lobby","phx_join",{}]""");
        await client.SendAsync("""["1","2","room:a","ack",{}]""");

        Assert.Equal(["1", "1"], await unmatched.ReadAsync(2));
        Assert.Equal(["1 channels.reason=unmatched_topic channels.template=_OTHER"], await rejected.ReadAsync(1));
    }

    [Fact]
    public async Task Join_BeyondTheLimit_IsRejected()
    {
        await using FixtureServer server = await FixtureServer.StartAsync(options => options.MaxChannelsPerConnection = 1);
        using MetricCollector<long> rejected = server.Collect<long>("channels.server.rejected_joins");
        RawClient client = await server.JoinAsync();

        await client.SendAsync("""["2","2","room:b","phx_join",{}]""");

        Assert.Equal([$"1 channels.reason=too_many_channels {Template}"], await rejected.ReadAsync(1));
    }

    [Theory]
    [InlineData("ack", "{}", "ack", "ok")]
    [InlineData("noreply", "{}", "noreply", "ok")]
    [InlineData("later", "{}", "later", "deferred")]
    [InlineData("note", """{"text":[]}""", "note", "invalid_payload")]
    [InlineData("crash", "{}", "crash", "failed")]
    [InlineData("invented", "{}", "_OTHER", "unknown_event")]
    public async Task Message_IsTimedWithItsEventAndOutcome(string eventName, string payload, string tag, string outcome)
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        using MetricCollector<double> duration = server.Collect<double>("channels.server.message.duration");
        RawClient client = await server.JoinAsync();

        await client.SendAsync($$"""["1","2","room:a","{{eventName}}",{{payload}}]""");

        Assert.Equal([$"0 channels.event={tag} channels.outcome={outcome} {Template}"], await duration.ReadAsync(1));
    }

    [Fact]
    public async Task Message_AnsweredWithADeclaredRefusal_IsRefused()
    {
        await using FixtureServer server = await FixtureServer.StartAsync(
            use: app => app.MapChannels("/quiet", socket => socket.Add<QuietChannel>()));
        using MetricCollector<double> duration = server.Collect<double>("channels.server.message.duration");
        using RawClient client = await RawClient.ConnectAsync(server.Http, "/quiet/websocket?vsn=2.0.0");
        await client.SendAsync("""["1","1","room:a","phx_join",{}]""");

        await client.SendAsync("""["1","2","room:a","declared",{}]""");

        Assert.Equal([$"0 channels.event=declared channels.outcome=refused {Template}"], await duration.ReadAsync(1));
    }

    [Fact]
    public async Task Message_ThatWaits_HasItsDuration()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        using MetricCollector<double> duration = server.Collect<double>("channels.server.message.duration");
        RawClient client = await server.JoinAsync();
        await client.SendAsync("""["1","2","room:a","slow",{}]""");
        await client.ExpectSilenceAsync();

        server.Time.Advance(TimeSpan.FromSeconds(2));
        server.Log.Release.SetResult();

        Assert.Equal([$"2 channels.event=slow channels.outcome=ok {Template}"], await duration.ReadAsync(1));
    }

    [Theory]
    [InlineData("invented", "channels.server.unknown_events")]
    [InlineData("note", "channels.server.unreadable_payloads")]
    public async Task UnknownEventAndUnreadablePayload_AreCounted(string eventName, string instrument)
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        using MetricCollector<long> counter = server.Collect<long>(instrument);
        RawClient client = await server.JoinAsync();

        await client.SendAsync($$"""["1","2","room:a","{{eventName}}",[]]""");

        Assert.Equal([$"1 {Template}"], await counter.ReadAsync(1));
    }

    [Fact]
    public async Task Broadcast_RecordsTheNumberOfSubscribers()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        using MetricCollector<int> fanout = server.Collect<int>("channels.server.broadcast.fanout");
        RawClient client = await server.JoinAsync();
        await server.JoinAsync();

        await client.SendAsync("""["1","2","room:a","bcast",{}]""");
        await client.SendAsync("""["1","3","room:a","bcast_from",{}]""");

        Assert.Equal(["2", "1"], await fanout.ReadAsync(2));
    }
}
