using Channels.Typed.AspNetCore.Tests.Fixture;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Observability;

public sealed class ConnectionMetricsTests
{
    [Fact]
    public async Task Connection_IsActiveUntilItEndsAndItsDurationIsRecorded()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        using MetricCollector<long> active = server.Collect<long>("channels.server.active_connections");
        using MetricCollector<double> duration = server.Collect<double>("channels.server.connection.duration");

        RawClient client = await server.ConnectAsync();
        await client.ExpectSilenceAsync();
        server.Time.Advance(TimeSpan.FromSeconds(5));
        client.Dispose();

        Assert.Equal(["1 channels.transport=websocket", "-1 channels.transport=websocket"], await active.ReadAsync(2));
        Assert.Equal(["5 channels.close_code=1006 channels.transport=websocket"], await duration.ReadAsync(1));
    }

    // Its start was not measured, so counting its end would make the number negative.
    [Fact]
    public async Task Connection_FromBeforeTheListener_IsNotCountedWhenItEnds()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient early = await server.JoinAsync();
        using MetricCollector<long> active = server.Collect<long>("channels.server.active_connections");
        using MetricCollector<long> channels = server.Collect<long>("channels.server.active_channels");

        early.Dispose();
        Assert.Equal(TerminateReason.Disconnected, await server.Log.Terminated.Reader.ReadAsync());
        await server.JoinAsync();

        Assert.Equal(["1 channels.transport=websocket"], await active.ReadAsync(1));
        Assert.Equal(["1 channels.template=room:{room}"], await channels.ReadAsync(1));
    }

    [Theory]
    [InlineData("vsn=2.1.0", null, "version")]
    [InlineData("vsn=2.0.0&reject=403", null, "user_socket")]
    [InlineData("vsn=2.0.0&reject=429", null, "user_socket")]
    [InlineData("vsn=2.0.0", "https://evil.example", "origin")]
    [InlineData("vsn=2.0.0", null, "upgrade")]
    public async Task RefusedConnect_IsCountedWithItsReason(string query, string? origin, string reason)
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        using MetricCollector<long> refused = server.Collect<long>("channels.server.refused_connects");
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Http, "/socket/websocket?" + query));
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        using HttpResponseMessage response = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.False(response.IsSuccessStatusCode);
        Assert.Equal([$"1 channels.reason={reason}"], await refused.ReadAsync(1));
    }

    [Theory]
    [InlineData("vsn=2.0.0", "0 channels.outcome=ok")]
    [InlineData("vsn=2.0.0&reject=403", "0 channels.outcome=refused")]
    public async Task Connect_IsTimed(string query, string expected)
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        using MetricCollector<double> duration = server.Collect<double>("channels.server.connect.duration");
        using var http = new HttpClient();

        using HttpResponseMessage response = await http.GetAsync(
            new Uri(server.Http, "/socket/websocket?" + query), TestContext.Current.CancellationToken);

        Assert.Equal([expected], await duration.ReadAsync(1));
    }

    [Fact]
    public async Task MalformedFrame_IsCountedAndItsConnectionClosed()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        using MetricCollector<long> malformed = server.Collect<long>("channels.server.malformed_frames");
        using MetricCollector<double> duration = server.Collect<double>("channels.server.connection.duration");
        RawClient client = await server.ConnectAsync();

        await client.SendAsync("nonsense");
        await client.ExpectAsync("close 1011");
        client.Dispose();

        Assert.Equal(["1"], await malformed.ReadAsync(1));
        Assert.Equal(["0 channels.close_code=1011 channels.transport=websocket"], await duration.ReadAsync(1));
    }

    [Fact]
    public async Task SlowConsumer_IsCountedWithTheWaitingBytes()
    {
        await using FixtureServer server = await FixtureServer.StartAsync(options => options.MaxOutboxBytes = 64 * 1024);
        using MetricCollector<long> slow = server.Collect<long>("channels.server.slow_consumers");
        using MetricCollector<long> dropped = server.Collect<long>("channels.server.outbox.dropped");
        await server.JoinAsync();

        await server.BroadcastUntilAsync("room:a", () => slow.GetMeasurementSnapshot().Count > 0);

        Assert.Equal(["1"], await slow.ReadAsync(1));
        await dropped.ReadAsync(1);
        Assert.InRange(dropped.GetMeasurementSnapshot().Single().Value, 64 * 1024, 1 << 20);
    }
}
