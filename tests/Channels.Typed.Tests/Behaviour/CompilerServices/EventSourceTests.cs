using Channels.Typed.CompilerServices;
using Channels.Typed.Tests.Fixture;

namespace Channels.Typed.Tests.Behaviour.CompilerServices;

public sealed class EventSourceTests : IAsyncDisposable
{
    private readonly FakeClientChannel _channel = new();
    private readonly EventSource<Note> _source;
    private readonly List<string> _log = [];

    public EventSourceTests() => _source = new EventSource<Note>(_channel, new EventName("noted"), TestJson.Default.Note);

    public ValueTask DisposeAsync() => _channel.DisposeAsync();

    [Fact]
    public async Task Payload_ReachesHandlersInTheOrderInWhichTheyWereAdded()
    {
        _source.Add(note => _log.Add("first " + note.Text));
        _source.Add(note => _log.Add("second " + note.Text));

        await RaiseAsync("a");
        await RaiseAsync("b");

        Assert.Equal(["first a", "second a", "first b", "second b"], _log);
    }

    [Fact]
    public async Task Payload_IsReadOnceForAllHandlers()
    {
        var received = new List<Note>();
        _source.Add(received.Add);
        _source.Add(received.Add);

        await RaiseAsync("a");

        Assert.Same(received[0], received[1]);
    }

    [Fact]
    public async Task OtherEvents_AreNotHandled()
    {
        _source.Add(note => _log.Add(note.Text));

        await _channel.RaiseAsync("other", """{"text":"a"}""").Within();

        Assert.Empty(_log);
    }

    [Fact]
    public async Task AsyncHandler_IsAwaitedBeforeTheNext()
    {
        var release = new TaskCompletionSource();
        _source.Add(async note =>
        {
            _log.Add("begins");
            await release.Task;
            _log.Add("ends");
        });
        _source.Add(note => _log.Add("second"));

        Task raised = RaiseAsync("a");
        Assert.Equal(["begins"], _log);
        Assert.False(raised.IsCompleted);
        release.SetResult();
        await raised;

        Assert.Equal(["begins", "ends", "second"], _log);
    }

    [Fact]
    public async Task Removed_IsNotCalled_AndEndsItsSubscription()
    {
        IDisposable first = _source.Add(note => _log.Add("first"));
        IDisposable second = _source.Add(note => _log.Add("second"));
        Assert.Equal(2, _channel.Subscriptions);

        first.Dispose();
        await RaiseAsync("a");
        Assert.Equal(["second"], _log);
        Assert.Equal(1, _channel.Subscriptions);

        second.Dispose();
        Assert.Equal(0, _channel.Subscriptions);
    }

    [Fact]
    public async Task AddedTwice_IsCalledTwice_AndRemovedOneByOne()
    {
        Action<Note> handler = note => _log.Add(note.Text);
        IDisposable first = _source.Add(handler);
        IDisposable second = _source.Add(handler);

        await RaiseAsync("a");
        first.Dispose();
        first.Dispose();
        await RaiseAsync("b");
        second.Dispose();

        Assert.Equal(["a", "a", "b"], _log);
        Assert.Equal(0, _channel.Subscriptions);
    }

    [Fact]
    public async Task AddedTwiceAsync_IsRemovedOneByOne()
    {
        Func<Note, ValueTask> handler = note =>
        {
            _log.Add(note.Text);
            return default;
        };
        IDisposable first = _source.Add(handler);
        _source.Add(handler);

        first.Dispose();
        await RaiseAsync("a");

        Assert.Equal(["a"], _log);
    }

    [Fact]
    public async Task AddAfterTheLastWasRemoved_SubscribesAgain()
    {
        _source.Add(note => _log.Add("old")).Dispose();
        _source.Add(note => _log.Add("new"));

        await RaiseAsync("a");

        Assert.Equal(["new"], _log);
        Assert.Equal(1, _channel.Subscriptions);
    }

    [Fact]
    public async Task UnreadablePayload_ReachesNoHandler()
    {
        _source.Add(note => _log.Add(note.Text));

        InvalidOperationException e = await Assert.ThrowsAsync<InvalidOperationException>(() => _channel.RaiseAsync("noted", "[1]"));

        Assert.Empty(_log);
        Assert.Contains("'noted' on topic 'room:a' is not a Channels.Typed.Tests.Fixture.Note", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NullHandler_Throws()
    {
        Assert.Throws<ArgumentNullException>("handler", () => _source.Add((Action<Note>)null!));
        Assert.Throws<ArgumentNullException>("handler", () => _source.Add((Func<Note, ValueTask>)null!));
        Assert.Equal(0, _channel.Subscriptions);
    }

    private Task RaiseAsync(string text) => _channel.RaiseAsync("noted", $$"""{"text":"{{text}}"}""").Within();
}
