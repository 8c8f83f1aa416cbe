using System.Text;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Tests.Fixture;

/// <summary>
/// The channel below a generated client. It replies with the answer that the test sets, and raises the events that the test gives it.
/// </summary>
internal sealed class FakeClientChannel : IClientChannel
{
    private readonly List<Entry> _handlers = [];
    private readonly List<Func<ReplyFrame, ValueTask>> _rejoined = [];
    private readonly List<Func<ChannelStateChange, ValueTask>> _states = [];
    private readonly TaskCompletionSource _closed = new();

    public string Topic => "room:a";

    public ChannelState State { get; set; } = ChannelState.Joined;

    public Task Closed => _closed.Task;

    /// <summary>The reply to each join and push.</summary>
    public ReplyFrame Answer { get; set; } = Reply("ok", "{}");

    /// <summary>The calls so far, as <c>verb event payload</c>.</summary>
    public List<string> Calls { get; } = [];

    public TimeSpan? LastTimeout { get; private set; }

    public CancellationToken LastToken { get; private set; }

    public int Subscriptions => _handlers.Count + _rejoined.Count;

    public static ReplyFrame Reply(string status, string json) => new(status, Encoding.UTF8.GetBytes(json));

    public Task<ReplyFrame> JoinAsync(ChannelPayload payload, TimeSpan? timeout, CancellationToken cancellationToken) =>
        Record("join phx_join", payload, timeout, cancellationToken);

    public async Task<ReplyFrame> JoinAsync(
        Func<CancellationToken, ValueTask<ChannelPayload>> payload, TimeSpan? timeout, CancellationToken cancellationToken) =>
        await JoinAsync(await payload(cancellationToken), timeout, cancellationToken);

    public Task<ReplyFrame> PushAsync(
        EventName eventName, ChannelPayload payload, TimeSpan? timeout, CancellationToken cancellationToken) =>
        Record($"push {eventName}", payload, timeout, cancellationToken);

    public Task SendAsync(EventName eventName, ChannelPayload payload, CancellationToken cancellationToken) =>
        Record($"send {eventName}", payload, null, cancellationToken);

    public Task LeaveAsync(TimeSpan? timeout, CancellationToken cancellationToken) =>
        Record("leave", ChannelPayload.FromBytes(default), timeout, cancellationToken);

    public IDisposable OnEvent(EventName eventName, Func<ChannelPayload, ValueTask> handler)
    {
        var entry = new Entry(eventName.Name, handler);
        _handlers.Add(entry);
        return new Subscription(() => Assert.True(_handlers.Remove(entry), "The subscription was disposed twice."));
    }

    public IDisposable OnAnyEvent(Func<string, ChannelPayload, ValueTask> handler) =>
        throw new NotSupportedException("Generated clients know their events.");

    public IDisposable OnStateChanged(Func<ChannelStateChange, ValueTask> handler)
    {
        _states.Add(handler);
        return new Subscription(() => _states.Remove(handler));
    }

    public IDisposable OnRejoined(Func<ReplyFrame, ValueTask> handler)
    {
        _rejoined.Add(handler);
        return new Subscription(() => _rejoined.Remove(handler));
    }

    public async Task RaiseAsync(string eventName, string json)
    {
        foreach (Entry entry in _handlers.Where(entry => entry.EventName == eventName).ToArray())
        {
            await entry.Handler(ChannelPayload.FromUncheckedJson(Encoding.UTF8.GetBytes(json)));
        }
    }

    public async Task RaiseBytesAsync(string eventName, byte[] bytes)
    {
        foreach (Entry entry in _handlers.Where(entry => entry.EventName == eventName).ToArray())
        {
            await entry.Handler(ChannelPayload.FromBytes(bytes));
        }
    }

    public async Task RejoinAsync(ReplyFrame reply)
    {
        foreach (Func<ReplyFrame, ValueTask> handler in _rejoined)
        {
            await handler(reply);
        }
    }

    public void Close() => _closed.TrySetResult();

    public ValueTask DisposeAsync()
    {
        Calls.Add("dispose");
        return default;
    }

    private Task<ReplyFrame> Record(string call, ChannelPayload payload, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        string text = payload.IsBinary ? Convert.ToHexString(payload.Bytes.Span) : Encoding.UTF8.GetString(payload.Bytes.Span);
        Calls.Add($"{call} {text}".TrimEnd());
        LastTimeout = timeout;
        LastToken = cancellationToken;
        return Task.FromResult(Answer);
    }

    private sealed record Entry(string EventName, Func<ChannelPayload, ValueTask> Handler);

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
