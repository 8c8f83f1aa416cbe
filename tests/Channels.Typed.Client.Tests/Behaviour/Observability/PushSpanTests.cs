using System.Collections.Concurrent;
using System.Diagnostics;
using Channels.Typed.Client.Observability;
using Channels.Typed.Client.Tests.Fixture;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Tests.Behaviour.Observability;

/// <summary>Not in parallel, because a listener receives the spans of the whole process.</summary>
[Collection(nameof(NotInParallel))]
public sealed class PushSpanTests
{
    [Fact]
    public async Task Push_IsAChildSpanOfTheCaller()
    {
        var spans = new ConcurrentQueue<Activity>();
        using ActivityListener listener = Listen(spans);
        await using var client = new TestClient();
        IClientChannel channel = client.Socket.CreateChannel("room:a", "room:{room}");
        Task<ReplyFrame> join = channel.JoinAsync();
        ScriptedConnection connection = await client.Server.AcceptAsync();
        await connection.AcceptJoinAsync(1);
        _ = await join.Within();
        using var caller = new Activity("caller");
        caller.Start();

        Task<ReplyFrame> push = channel.PushAsync();
        Assert.Same(caller, Activity.Current);
        _ = await connection.ReceiveAsync();
        connection.SendError(1, 2);
        _ = await push.Within();
        caller.Stop();

        Activity span = Assert.Single(spans);
        Assert.Equal("room:{room} ping", span.DisplayName);
        Assert.Equal(ActivityKind.Client, span.Kind);
        Assert.Equal(caller.SpanId, span.ParentSpanId);
        Assert.Equal(ActivityStatusCode.Unset, span.Status);
        Assert.Equal(
            ["channels.event=ping", "channels.outcome=refused", "channels.template=room:{room}"],
            span.TagObjects.Select(tag => $"{tag.Key}={tag.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Push_WithoutReply_IsAnErrorSpanWithoutTheTopic()
    {
        var spans = new ConcurrentQueue<Activity>();
        using ActivityListener listener = Listen(spans);
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        Task<ReplyFrame> push = channel.PushAsync();
        _ = await connection.ReceiveAsync();

        connection.Drop();
        _ = await ChannelCalls.ReasonOf(push);

        Activity span = Assert.Single(spans);
        Assert.Equal("_OTHER _OTHER", span.DisplayName);
        Assert.Equal(ActivityStatusCode.Error, span.Status);
        Assert.Null(span.StatusDescription);
        Assert.Equal(
            [
                "channels.event=_OTHER", "channels.outcome=disconnected", "channels.template=_OTHER",
                "error.type=Channels.Typed.ChannelException",
            ],
            span.TagObjects.Select(tag => $"{tag.Key}={tag.Value}").Order(StringComparer.Ordinal));
        Assert.Empty(span.Events);
    }

    [Fact]
    public async Task Push_WithoutListener_ReadsNoTimestamp()
    {
        using var meters = new TestMeters();
        await using var client = new TestClient(options => options.MeterFactory = meters.Factory);
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        int before = client.Time.Timestamps;

        Task<ReplyFrame> push = channel.PushAsync();
        _ = await connection.ReceiveAsync();
        connection.SendOk(1, 2);
        _ = await push.Within();
        Assert.Equal(before, client.Time.Timestamps);

        using (meters.Collect<double>("channels.client.push.duration"))
        {
            push = channel.PushAsync();
            _ = await connection.ReceiveAsync();
            connection.SendOk(1, 3);
            _ = await push.Within();
        }

        Assert.InRange(client.Time.Timestamps, before + 2, int.MaxValue);
    }

    // Measures the part of a push on the caller's thread, where telemetry starts.
    [Fact]
    public async Task Push_WithoutListener_AllocatesLessThanWithOne()
    {
        using var meters = new TestMeters();
        await using var client = new TestClient(options => options.MeterFactory = meters.Factory);
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        connection.HoldWrites();
        long without = Allocated(channel);
        long again = Allocated(channel);
        long withListener;
        using (meters.Collect<double>("channels.client.push.duration"))
        {
            withListener = Allocated(channel);
        }

        connection.ReleaseWrites(); // The close frame comes after the held writes.
        Assert.InRange(withListener, Math.Min(without, again) + 1, long.MaxValue);
    }

    private static long Allocated(IClientChannel channel)
    {
        _ = channel.PushAsync();
        long before = GC.GetAllocatedBytesForCurrentThread();
        _ = channel.PushAsync();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static ActivityListener Listen(ConcurrentQueue<Activity> spans)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = static source => ReferenceEquals(source, ClientTelemetry.Source),
            Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
