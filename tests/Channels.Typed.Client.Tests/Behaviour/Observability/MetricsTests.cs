using Channels.Typed.Client.Tests.Fixture;
using Channels.Typed.Client.Transports;
using Channels.Typed.CompilerServices;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace Channels.Typed.Client.Tests.Behaviour.Observability;

public sealed class MetricsTests : IDisposable
{
    private const string Template = "channels.template=room:{room}";

    private readonly TestMeters _meters = new();

    public void Dispose() => _meters.Dispose();

    [Fact]
    public async Task Connection_IsActiveAndTimedUntilItEnds()
    {
        using MetricCollector<long> active = _meters.Collect<long>("channels.client.active_connections");
        using MetricCollector<double> duration = _meters.Collect<double>("channels.client.connection.duration");
        using MetricCollector<long> reconnects = _meters.Collect<long>("channels.client.reconnects");
        await using TestClient client = Client();
        ScriptedConnection connection = await client.ConnectAsync();

        client.Time.Advance(TimeSpan.FromSeconds(5));
        connection.Close(1001);
        _ = await client.ReconnectAsync();
        await Waiting.UntilAsync(() => client.Socket.State == SocketState.Connected);
        client.Time.Advance(TimeSpan.FromSeconds(2));
        await client.DisposeAsync();

        Assert.Equal(
            ["1 channels.transport=_OTHER", "-1 channels.transport=_OTHER", "1 channels.transport=_OTHER", "-1 channels.transport=_OTHER"],
            await TestMeters.ReadAsync(active, 4));
        Assert.Equal(
            ["5 channels.reason=server_closed channels.transport=_OTHER", "2 channels.reason=disposed channels.transport=_OTHER"],
            await TestMeters.ReadAsync(duration, 2));
        Assert.Equal(["1 channels.reason=server_closed"], await TestMeters.ReadAsync(reconnects, 1));
    }

    // Counting the end of something whose start was not counted would make the number negative.
    [Fact]
    public async Task StartedBeforeListening_IsNotCountedWhenItEnds()
    {
        await using TestClient client = Client();
        (_, IClientChannel channel) = await JoinAsync(client);
        using MetricCollector<long> connections = _meters.Collect<long>("channels.client.active_connections");
        using MetricCollector<long> channels = _meters.Collect<long>("channels.client.active_channels");

        await channel.DisposeAsync();
        await client.DisposeAsync();

        Assert.Empty(connections.GetMeasurementSnapshot());
        Assert.Empty(channels.GetMeasurementSnapshot());
    }

    [Fact]
    public async Task FailedConnect_IsCountedWithItsReason()
    {
        using MetricCollector<long> failed = _meters.Collect<long>("channels.client.failed_connects");
        await using TestClient client = Client();
        _ = client.Socket.ConnectAsync();

        await client.Server.RefuseAsync();
        await client.Time.RunTimerAsync(TimeSpan.FromMilliseconds(10));
        await client.Server.RefuseAsync(new ConnectRefusedException(503));
        await client.Time.RunTimerAsync(TimeSpan.FromMilliseconds(50));
        _ = await client.Server.AttemptAsync();
        client.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(
            ["1 channels.reason=failed", "1 channels.reason=refused", "1 channels.reason=timeout"],
            await TestMeters.ReadAsync(failed, 3));
    }

    [Fact]
    public async Task Heartbeat_IsTimed()
    {
        using MetricCollector<double> duration = _meters.Collect<double>("channels.client.heartbeat.duration");
        await using TestClient client = Client();
        ScriptedConnection connection = await client.ConnectAsync();
        await client.Time.RunTimerAsync(TimeSpan.FromSeconds(30));
        await connection.ExpectAsync("""[null,"1","phoenix","heartbeat",{}]""");

        client.Time.Advance(TimeSpan.FromSeconds(3));
        connection.Send("""[null,"1","phoenix","phx_reply",{"response":{},"status":"ok"}]""");

        Assert.Equal(["3"], await TestMeters.ReadAsync(duration, 1));
    }

    [Fact]
    public async Task Channel_IsActiveWhileItIsJoined()
    {
        using MetricCollector<long> active = _meters.Collect<long>("channels.client.active_channels");
        await using TestClient client = Client();
        (ScriptedConnection connection, IClientChannel channel) = await JoinAsync(client);

        connection.Drop();
        connection = await client.ReconnectAsync();
        await connection.AcceptJoinAsync(2);
        await Waiting.UntilAsync(() => channel.State == ChannelState.Joined);
        await channel.DisposeAsync();

        Assert.Equal([$"1 {Template}", $"-1 {Template}", $"1 {Template}", $"-1 {Template}"], await TestMeters.ReadAsync(active, 4));
    }

    [Theory]
    [InlineData("ok", "ok")]
    [InlineData("error", "refused")]
    [InlineData("made_up", "_OTHER")]
    public async Task Join_IsTimedWithItsOutcome(string status, string outcome)
    {
        using MetricCollector<double> duration = _meters.Collect<double>("channels.client.join.duration");
        await using TestClient client = Client();
        Task<ReplyFrame> join = client.Socket.CreateChannel("room:a", "room:{room}").JoinAsync();
        ScriptedConnection connection = await client.Server.AcceptAsync();
        _ = await connection.ReceiveAsync();

        client.Time.Advance(TimeSpan.FromSeconds(1));
        connection.Send($$"""["1","1","room:a","phx_reply",{"response":{},"status":"{{status}}"}]""");
        _ = await join.Within();

        Assert.Equal([$"1 channels.outcome={outcome} {Template}"], await TestMeters.ReadAsync(duration, 1));
    }

    [Theory]
    [InlineData("phx_error", "crashed")]
    [InlineData("drop", "disconnected")]
    [InlineData("timeout", "timeout")]
    [InlineData("cancel", "canceled")]
    [InlineData("dispose", "closed")]
    public async Task Join_NotAnswered_HasTheReasonAsOutcome(string end, string outcome)
    {
        using MetricCollector<double> duration = _meters.Collect<double>("channels.client.join.duration");
        await using TestClient client = Client();
        using var cancel = new CancellationTokenSource();
        IClientChannel channel = client.Socket.CreateChannel("room:a", "room:{room}");
        Task<ReplyFrame> join = channel.JoinAsync(cancellationToken: cancel.Token);
        ScriptedConnection connection = await client.Server.AcceptAsync();
        _ = await connection.ReceiveAsync();

        switch (end)
        {
            case "phx_error":
                connection.Send("""["1","1","room:a","phx_error",{}]""");
                break;
            case "drop":
                connection.Drop();
                break;
            case "timeout":
                await client.Time.RunTimerAsync(TimeSpan.FromSeconds(10));
                break;
            case "cancel":
                await cancel.CancelAsync();
                break;
            default:
                await channel.DisposeAsync();
                break;
        }

        Assert.Contains($"channels.outcome={outcome} {Template}", (await TestMeters.ReadAsync(duration, 1))[0], StringComparison.Ordinal);
        await client.DisposeAsync();
        _ = await Assert.ThrowsAnyAsync<Exception>(() => join.Within());
    }

    [Theory]
    [InlineData("ok", "ok")]
    [InlineData("error", "refused")]
    public async Task Push_IsTimedWithEventAndOutcome(string status, string outcome)
    {
        using MetricCollector<double> duration = _meters.Collect<double>("channels.client.push.duration");
        await using TestClient client = Client();
        (ScriptedConnection connection, IClientChannel channel) = await JoinAsync(client);
        Task<ReplyFrame> push = channel.PushAsync();
        _ = await connection.ReceiveAsync();

        client.Time.Advance(TimeSpan.FromSeconds(1));
        connection.Send($$"""["1","2","room:a","phx_reply",{"response":{},"status":"{{status}}"}]""");
        _ = await push.Within();
        await channel.SendAsync().Within();

        Assert.Equal(
            [$"1 channels.event=ping channels.outcome={outcome} {Template}", $"0 channels.event=ping channels.outcome=ok {Template}"],
            await TestMeters.ReadAsync(duration, 2));
    }

    [Theory]
    [InlineData("phx_error", "crashed")]
    [InlineData("phx_close", "closed")]
    [InlineData("drop", "disconnected")]
    [InlineData("timeout", "timeout")]
    [InlineData("cancel", "canceled")]
    public async Task Push_NotAnswered_HasTheReasonAsOutcome(string end, string outcome)
    {
        using MetricCollector<double> duration = _meters.Collect<double>("channels.client.push.duration");
        await using TestClient client = Client();
        using var cancel = new CancellationTokenSource();
        (ScriptedConnection connection, IClientChannel channel) = await JoinAsync(client);
        Task<ReplyFrame> push = channel.PushAsync(timeout: TimeSpan.FromSeconds(3), cancellationToken: cancel.Token);
        _ = await connection.ReceiveAsync();

        switch (end)
        {
            case "drop":
                connection.Drop();
                break;
            case "timeout":
                await client.Time.RunTimerAsync(TimeSpan.FromSeconds(3));
                break;
            case "cancel":
                await cancel.CancelAsync();
                break;
            default:
                connection.Send($$"""["1","1","room:a","{{end}}",{}]""");
                break;
        }

        _ = await Assert.ThrowsAnyAsync<Exception>(() => push.Within());
        string measured = (await TestMeters.ReadAsync(duration, 1))[0];
        Assert.Contains($"channels.event=ping channels.outcome={outcome} {Template}", measured, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Push_Refused_IsCountedToo()
    {
        using MetricCollector<double> duration = _meters.Collect<double>("channels.client.push.duration");
        await using TestClient client = Client();

        _ = await ChannelCalls.ReasonOf(client.Socket.CreateChannel("room:a", "room:{room}").PushAsync());

        Assert.Equal([$"0 channels.event=ping channels.outcome=not_joined {Template}"], await TestMeters.ReadAsync(duration, 1));
    }

    [Fact]
    public async Task ChannelWithoutContract_NamesNeitherTopicNorEvent()
    {
        using MetricCollector<double> joins = _meters.Collect<double>("channels.client.join.duration");
        using MetricCollector<double> pushes = _meters.Collect<double>("channels.client.push.duration");
        await using TestClient client = Client();
        UntypedChannelClient channel = client.Socket.Channel("room:a");
        Task<PushReply> join = channel.JoinAsync();
        ScriptedConnection connection = await client.Server.AcceptAsync();
        await connection.AcceptJoinAsync(1);
        _ = await join.Within();

        await channel.SendAsync("made_up").Within();

        Assert.Equal(["0 channels.outcome=ok channels.template=_OTHER"], await TestMeters.ReadAsync(joins, 1));
        Assert.Equal(["0 channels.event=_OTHER channels.outcome=ok channels.template=_OTHER"], await TestMeters.ReadAsync(pushes, 1));
    }

    [Fact]
    public async Task DroppedEvents_AreCountedWithTheReason()
    {
        using MetricCollector<long> dropped = _meters.Collect<long>("channels.client.events.dropped");
        await using TestClient client = Client();
        (ScriptedConnection connection, IClientChannel channel) = await JoinAsync(client);
        var began = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        _ = channel.On("note", async _ =>
        {
            began.TrySetResult();
            await go.Task;
        });

        connection.Send("""["1",null,"room:a","other",{}]""", """["0",null,"room:a","note",{}]""");
        connection.Send("""["1",null,"room:a","note",{}]""", """["1",null,"room:a","note",{}]""");
        await began.Task.Within();
        await Waiting.UntilAsync(() => connection.Unread == 0);
        await connection.ExpectNothingElseAsync(client, 2); // All received events have been routed.
        ValueTask disposed = channel.DisposeAsync();
        go.SetResult();
        await disposed.Within();

        Assert.Equal(
            [$"1 channels.reason=unhandled {Template}", $"1 channels.reason=stale {Template}", $"1 channels.reason=discarded {Template}"],
            await TestMeters.ReadAsync(dropped, 3));
    }

    private static async Task<(ScriptedConnection Connection, IClientChannel Channel)> JoinAsync(TestClient client)
    {
        IClientChannel channel = client.Socket.CreateChannel("room:a", "room:{room}");
        Task<ReplyFrame> join = channel.JoinAsync();
        ScriptedConnection connection = await client.Server.AcceptAsync();
        await connection.AcceptJoinAsync(1);
        _ = await join.Within();
        return (connection, channel);
    }

    private TestClient Client() => new(options => options.MeterFactory = _meters.Factory);
}
