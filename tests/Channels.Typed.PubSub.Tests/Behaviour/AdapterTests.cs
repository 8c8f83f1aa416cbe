using Channels.Typed.PubSub.Tests.Fixture;

namespace Channels.Typed.PubSub.Tests.Behaviour;

/// <summary>Broadcasts between nodes, with an adapter that connects nodes of this process.</summary>
public sealed class AdapterTests
{
    private readonly LinkedAdapter _adapterA = new();
    private readonly LinkedAdapter _adapterB = new();
    private readonly ChannelPubSub _nodeA;
    private readonly ChannelPubSub _nodeB;
    private readonly RecordingSubscriber _onA = new();
    private readonly RecordingSubscriber _onB = new();

    public AdapterTests()
    {
        LinkedAdapter.Link(_adapterA, _adapterB);
        _nodeA = new ChannelPubSub(_adapterA);
        _nodeB = new ChannelPubSub(_adapterB);
        _nodeA.Subscribe("t", _onA);
        _nodeB.Subscribe("t", _onB);
    }

    [Fact]
    public async Task Broadcast_ReachesEveryNodeOnce()
    {
        await StartAsync();

        await _nodeA.BroadcastAsync(Frames.Broadcast("t", """{"n":1}"""));
        await _nodeB.BroadcastAsync(Frames.Broadcast("t", """{"n":2}"""));

        Assert.Equal(["""{"n":1}""", """{"n":2}"""], _onA.Log);
        Assert.Equal(["""{"n":1}""", """{"n":2}"""], _onB.Log);
    }

    [Fact]
    public async Task Broadcast_ArrivesWithTheSameBytes()
    {
        await StartAsync();
        Broadcast sent = Frames.Broadcast("t", """{"text":"é"}""");

        await _nodeA.BroadcastAsync(sent);

        Broadcast received = Assert.Single(_onB.Broadcasts);
        Assert.NotSame(sent, received);
        Assert.Equal(sent.Topic, received.Topic);
        Assert.Equal(sent.Event.ToArray(), received.Event.ToArray());
        Assert.Equal(sent.WebSocketFrame.ToArray(), received.WebSocketFrame.ToArray());
    }

    [Fact]
    public async Task BroadcastFrom_ReachesAllSubscribersOfOtherNodes()
    {
        await StartAsync();

        await _nodeA.BroadcastAsync(Frames.Broadcast("t"), except: _onA);

        Assert.Empty(_onA.Log);
        Assert.Equal(["{}"], _onB.Log);
    }

    [Fact]
    public async Task NodeThatHasNotStarted_ReceivesNothing()
    {
        await _nodeA.StartAsync(TestContext.Current.CancellationToken);

        await _nodeA.BroadcastAsync(Frames.Broadcast("t"));

        Assert.Equal(["{}"], _onA.Log);
        Assert.Empty(_onB.Log);
    }

    [Fact]
    public async Task LocalSubscribers_DoNotWaitForTheAdapter()
    {
        await StartAsync();
        var beforePublish = new TaskCompletionSource();
        _adapterA.BeforePublish = beforePublish.Task;

        Task broadcast = _nodeA.BroadcastAsync(Frames.Broadcast("t")).AsTask();

        Assert.Equal(["{}"], _onA.Log);
        Assert.Empty(_onB.Log);
        Assert.False(broadcast.IsCompleted);
        beforePublish.SetResult();
        await broadcast;
        Assert.Equal(["{}"], _onB.Log);
    }

    [Fact]
    public async Task AdapterThatFails_ThrowsToThePublisher_AfterLocalDelivery()
    {
        await StartAsync();
        var failure = new IOException("no connection");
        _adapterA.BeforePublish = Task.FromException(failure);

        Exception? thrown = await Record.ExceptionAsync(() => _nodeA.BroadcastAsync(Frames.Broadcast("t")).AsTask());

        Assert.Same(failure, thrown);
        Assert.Equal(["{}"], _onA.Log);
    }

    [Fact]
    public async Task Start_StartsTheAdapter()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _nodeA.StartAsync(cancelled.Token));
        await new ChannelPubSub().StartAsync(cancelled.Token);
    }

    private async Task StartAsync()
    {
        await _nodeA.StartAsync(TestContext.Current.CancellationToken);
        await _nodeB.StartAsync(TestContext.Current.CancellationToken);
    }
}
