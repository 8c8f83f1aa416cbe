using System.Threading.Channels;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Tests.Fixture;

/// <summary>A long-polling socket with a scripted server and a test clock.</summary>
internal sealed class PollingClient : IAsyncDisposable
{
    private readonly Channel<SocketStateChangedEventArgs> _changes = Channel.CreateUnbounded<SocketStateChangedEventArgs>();

    public PollingClient(Action<ChannelSocketOptions>? configure = null)
    {
        var options = new ChannelSocketOptions
        {
            TimeProvider = Time,
            Jitter = 0,
            Transport = SocketTransport.LongPolling,
            HttpMessageHandlerFactory = Http.CreateHandler,
            TransportMemory = new TestTransportMemory(),
        };
        configure?.Invoke(options);
        Socket = new ChannelSocket(new Uri("wss://host/socket"), options);
        Socket.StateChanged += (_, change) => _changes.Writer.TryWrite(change);
    }

    public TestClock Time { get; } = new();

    public ScriptedHttp Http { get; } = new();

    public ChannelSocket Socket { get; }

    /// <summary>Joins <c>room:a</c> with ref 1. Returns the channel and the poll that waits.</summary>
    public async Task<(IClientChannel Channel, ScriptedRequest Poll)> JoinAsync()
    {
        IClientChannel channel = Socket.CreateChannel("room:a");
        Task<ReplyFrame> join = ChannelCalls.JoinAsync(channel);
        _ = await Http.OpenAsync();
        ScriptedRequest poll = await Http.GetAsync();
        await ExpectPostAsync("""["1","1","room:a","phx_join",{}]""");
        poll.Messages("""["1","1","room:a","phx_reply",{"response":{},"status":"ok"}]""");
        _ = await join.Within();
        return (channel, await Http.GetAsync());
    }

    public async Task ExpectPostAsync(params string[] entries)
    {
        ScriptedRequest post = await Http.PostAsync();
        Assert.Equal(string.Join('\n', entries), post.Body);
        post.Answer("""{"status":200}""");
    }

    /// <summary>Waits for the next state change with this reason.</summary>
    public async Task<SocketStateChangedEventArgs> ChangeAsync(SocketStateReason reason)
    {
        while (true)
        {
            SocketStateChangedEventArgs change = await _changes.Reader.ReadAsync().Within();
            if (change.Reason == reason)
            {
                return change;
            }
        }
    }

    // A POST without a response delays the disposal until a timeout of the test clock, so the clock is moved.
    public async ValueTask DisposeAsync()
    {
        Task disposing = Socket.DisposeAsync().AsTask();
        await Waiting.UntilAsync(() =>
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            return disposing.IsCompleted;
        });
        await disposing;
    }
}
