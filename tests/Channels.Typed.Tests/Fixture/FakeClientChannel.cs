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
    private readonly List<Func<ReplyFrame, bool, Func<ValueTask>>> _joined = [];
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

    public int Subscriptions => _handlers.Count + _rejoined.Count + _joined.Count;

    /// <summary>The streams that are subscribed.</summary>
    public IEnumerable<IEventStream> Streams => _handlers.Select(static entry => entry.Stream).OfType<IEventStream>();

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

    public IDisposable OnEvent(EventName eventName, Func<ChannelPayload, ValueTask> handler) =>
        Add(new Entry(eventName.Name, null, handler, null));

    public IDisposable OnEvent(EventName eventName, IEventReader reader, Func<ValueTask> handler, IEventStream? stream) =>
        Add(new Entry(eventName.Name, reader, _ => handler(), stream));

    public IDisposable OnAnyEvent(Func<string, ChannelPayload, ValueTask> handler, IEventStream? stream = null) =>
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

    public IDisposable OnJoined(Func<ReplyFrame, bool, Func<ValueTask>> read)
    {
        _joined.Add(read);
        return new Subscription(() => _joined.Remove(read));
    }

    public Task RaiseAsync(string eventName, string json) =>
        RaiseAsync(eventName, ChannelPayload.FromUncheckedJson(Encoding.UTF8.GetBytes(json)));

    public Task RaiseBytesAsync(string eventName, byte[] bytes) => RaiseAsync(eventName, ChannelPayload.FromBytes(bytes));

    public async Task JoinedAsync(ReplyFrame reply, bool isRejoin)
    {
        foreach (Func<ReplyFrame, bool, Func<ValueTask>> read in _joined)
        {
            await read(reply, isRejoin)();
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

    private Subscription Add(Entry entry)
    {
        _handlers.Add(entry);
        return new Subscription(() => _handlers.Remove(entry));
    }

    // As the channel of the client: each payload is read once.
    private async Task RaiseAsync(string eventName, ChannelPayload payload)
    {
        IEventReader? read = null;
        foreach (Entry entry in _handlers.Where(entry => entry.EventName == eventName).ToArray())
        {
            if (entry.Reader is { } reader && reader != read)
            {
                read = reader;
                reader.Read(payload);
            }

            await entry.Handler(payload);
        }

        read?.Clear();
    }

    private sealed class Entry(string eventName, IEventReader? reader, Func<ChannelPayload, ValueTask> handler, IEventStream? stream)
    {
        public string EventName => eventName;

        public IEventReader? Reader => reader;

        public Func<ChannelPayload, ValueTask> Handler => handler;

        public IEventStream? Stream => stream;
    }

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
