using System.Threading.Channels;
using Channels.Typed.CompilerServices;
using Channels.Typed.Tests.Fixture;

namespace Channels.Typed.Tests.Behaviour.CompilerServices;

/// <summary>An event read as a stream.</summary>
public sealed class EventStreamTests : IAsyncDisposable
{
    private readonly FakeClientChannel _channel = new();
    private readonly EventSource<Note> _source;

    public EventStreamTests() => _source = new EventSource<Note>(_channel, new EventName("noted"), TestJson.Default.Note);

    public ValueTask DisposeAsync() => _channel.DisposeAsync();

    [Fact]
    public async Task Stream_ReceivesFromTheCallThatMadeIt()
    {
        EventStream<Note> stream = _source.ReadAllAsync(_channel.Closed, 4, BoundedChannelFullMode.Wait);
        Assert.Equal(1, _channel.Subscriptions);
        await RaiseAsync("a");

        await using IAsyncEnumerator<Note> items = stream.GetAsyncEnumerator(TestContext.Current.CancellationToken);

        Assert.Equal("a", await NextAsync(items));
    }

    [Fact]
    public async Task Stream_IsKnownToTheChannelAsAStream()
    {
        using EventStream<Note> stream = _source.ReadAllAsync(_channel.Closed, 1, BoundedChannelFullMode.Wait);
        _source.Add(_ => { });

        Assert.Same(stream, Assert.Single(_channel.Streams));
        await RaiseAsync("a");
        Task waits = _channel.RaiseAsync("noted", """{"text":"b"}""");
        Assert.False(waits.IsCompleted);
        ((IEventStream)stream).End();
        await waits.Within();
    }

    [Fact]
    public async Task Stream_OfAnEventWithoutPayload_IsKnownToTheChannelAsAStream()
    {
        var source = new EventSource<Empty>(_channel, new EventName("noted"), PayloadJson.Get<Empty>(TestJson.Default));
        using EventStream<Empty> stream = EventHandlers.ReadAllAsync<Empty>(
            handler => source.Add(EventHandlers.WithPayload(EventHandlers.WithoutPayload(handler))),
            _channel.Closed,
            4,
            BoundedChannelFullMode.Wait,
            TestContext.Current.CancellationToken);

        Assert.Same(stream, Assert.Single(_channel.Streams));
        await _channel.RaiseAsync("noted", "{}").Within();
        await using IAsyncEnumerator<Empty> items = stream.GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await items.MoveNextAsync().AsTask().Within());
    }

    [Fact]
    public async Task Stream_IsReadOnce()
    {
        using EventStream<Note> stream = _source.ReadAllAsync(_channel.Closed, 4, BoundedChannelFullMode.Wait);
        await stream.GetAsyncEnumerator(TestContext.Current.CancellationToken).DisposeAsync();

        Assert.Throws<InvalidOperationException>(() => stream.GetAsyncEnumerator(TestContext.Current.CancellationToken));
        Assert.Equal(0, _channel.Subscriptions);
    }

    [Fact]
    public async Task Stream_DisposedUnread_ReleasesAWaitingDelivery()
    {
        EventStream<Note> stream = _source.ReadAllAsync(_channel.Closed, 1, BoundedChannelFullMode.Wait);
        await RaiseAsync("a");
        Task second = _channel.RaiseAsync("noted", """{"text":"b"}""");
        Assert.False(second.IsCompleted);

        stream.Dispose();
        stream.Dispose();

        await second.Within();
        Assert.Equal(0, _channel.Subscriptions);
    }

    [Fact]
    public void Stream_CancelledUnread_Unsubscribes()
    {
        using var cancellation = new CancellationTokenSource();
        using EventStream<Note> stream = _source.ReadAllAsync(_channel.Closed, 1, BoundedChannelFullMode.Wait, cancellation.Token);

        cancellation.Cancel();

        Assert.Equal(0, _channel.Subscriptions);
    }

    [Theory]
    [InlineData(BoundedChannelFullMode.DropOldest, "b", "c")]
    [InlineData(BoundedChannelFullMode.DropNewest, "a", "c")]
    [InlineData(BoundedChannelFullMode.DropWrite, "a", "b")]
    public async Task FullBuffer_DropsByItsMode(BoundedChannelFullMode mode, string first, string second)
    {
        await using IAsyncEnumerator<Note> stream = await StartAsync(2, mode);
        await RaiseAsync("a");
        await RaiseAsync("b");
        await RaiseAsync("c");

        Assert.Equal(first, await NextAsync(stream));
        Assert.Equal(second, await NextAsync(stream));
        _channel.Close();
        Assert.Null(await NextAsync(stream));
    }

    [Fact]
    public async Task FullBufferInWaitMode_BlocksTheChannelUntilItIsRead()
    {
        await using IAsyncEnumerator<Note> stream = await StartAsync(1, BoundedChannelFullMode.Wait);
        await RaiseAsync("a");
        Task second = _channel.RaiseAsync("noted", """{"text":"b"}""");
        Assert.False(second.IsCompleted);

        Assert.Equal("a", await NextAsync(stream));

        await second.Within();
        Assert.Equal("b", await NextAsync(stream));
    }

    [Fact]
    public async Task DisposedStream_ReleasesAWaitingDelivery()
    {
        IAsyncEnumerator<Note> stream = await StartAsync(1, BoundedChannelFullMode.Wait);
        await RaiseAsync("a");
        Task second = _channel.RaiseAsync("noted", """{"text":"b"}""");

        await stream.DisposeAsync();

        await second.Within();
        Assert.Equal(0, _channel.Subscriptions);
    }

    [Fact]
    public async Task ClosedChannel_EndsTheStreamAfterItsBufferedEvents()
    {
        await using IAsyncEnumerator<Note> stream = await StartAsync(4, BoundedChannelFullMode.Wait);
        await RaiseAsync("a");

        _channel.Close();

        Assert.Equal("a", await NextAsync(stream));
        Assert.Null(await NextAsync(stream));
        Assert.Equal(0, _channel.Subscriptions);
    }

    [Fact]
    public async Task ClosedChannel_EndsAStreamThatWaits()
    {
        await using IAsyncEnumerator<Note> stream = await StartAsync(4, BoundedChannelFullMode.Wait);
        Task<string?> next = NextAsync(stream);
        Assert.False(next.IsCompleted);

        _channel.Close();

        Assert.Null(await next.Within());
    }

    [Fact]
    public async Task AlreadyClosedChannel_GivesAnEmptyStream()
    {
        _channel.Close();

        await foreach (Note note in _source.ReadAllAsync(_channel.Closed, 4, BoundedChannelFullMode.Wait))
        {
            Assert.Fail($"Unexpected {note}.");
        }

        Assert.Equal(0, _channel.Subscriptions);
    }

    [Fact]
    public async Task Cancelled_StreamThrowsAndUnsubscribes()
    {
        using var cancellation = new CancellationTokenSource();
        await using IAsyncEnumerator<Note> stream = await StartAsync(4, BoundedChannelFullMode.Wait, cancellation.Token);
        Task<string?> next = NextAsync(stream);
        Assert.False(next.IsCompleted);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
        Assert.Equal(0, _channel.Subscriptions);
    }

    [Fact]
    public async Task TwoStreams_EachGetEverything()
    {
        await using IAsyncEnumerator<Note> first = await StartAsync(4, BoundedChannelFullMode.Wait);
        await using IAsyncEnumerator<Note> second = await StartAsync(4, BoundedChannelFullMode.Wait);

        await RaiseAsync("a");

        Assert.Equal("start", await NextAsync(first)); // Raised for the second stream.
        Assert.Equal("a", await NextAsync(first));
        Assert.Equal("a", await NextAsync(second));
    }

    /// <summary>Starts a stream and reads one payload, so that the stream is subscribed and empty.</summary>
    private async Task<IAsyncEnumerator<Note>> StartAsync(
        int capacity, BoundedChannelFullMode mode, CancellationToken cancellationToken = default)
    {
        IAsyncEnumerator<Note> stream =
            _source.ReadAllAsync(_channel.Closed, capacity, mode, cancellationToken).GetAsyncEnumerator(CancellationToken.None);
        Task<string?> first = NextAsync(stream);
        await RaiseAsync("start");
        Assert.Equal("start", await first);
        return stream;
    }

    private static async Task<string?> NextAsync(IAsyncEnumerator<Note> stream) =>
        await stream.MoveNextAsync().AsTask().Within() ? stream.Current.Text : null;

    private Task RaiseAsync(string text) => _channel.RaiseAsync("noted", $$"""{"text":"{{text}}"}""").Within();
}
