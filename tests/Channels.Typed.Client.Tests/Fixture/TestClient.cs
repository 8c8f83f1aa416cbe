using System.Threading.Channels;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Tests.Fixture;

/// <summary>A socket with a scripted server and a test clock, without jitter by default.</summary>
internal sealed class TestClient : IAsyncDisposable
{
    private readonly Channel<SocketStateChangedEventArgs> _changes = Channel.CreateUnbounded<SocketStateChangedEventArgs>();

    public TestClient(Action<ChannelSocketOptions>? configure = null)
    {
        var options = new ChannelSocketOptions { TimeProvider = Time, Jitter = 0, LoggerFactory = Log, TransportMemory = Memory };
        configure?.Invoke(options);
        Socket = new ChannelSocket(new Uri("wss://host/socket"), options, Server);
        Socket.StateChanged += (_, change) => _changes.Writer.TryWrite(change);
    }

    public TestClock Time { get; } = new();

    public ScriptedServer Server { get; } = new();

    public TestTransportMemory Memory { get; } = new();

    public CapturedLog Log { get; } = new();

    public ChannelSocket Socket { get; }

    /// <summary>Waits for the next state change.</summary>
    public Task<SocketStateChangedEventArgs> ChangeAsync() => _changes.Reader.ReadAsync().Within();

    /// <summary>Waits for the next change to this state.</summary>
    public async Task<SocketStateChangedEventArgs> ChangeToAsync(SocketState state)
    {
        while (true)
        {
            SocketStateChangedEventArgs change = await ChangeAsync();
            if (change.State == state && change.PreviousState != state)
            {
                return change;
            }
        }
    }

    public IClientChannel CreateChannel(string topic = "room:a") => Socket.CreateChannel(topic);

    /// <summary>Connects.</summary>
    public async Task<ScriptedConnection> ConnectAsync()
    {
        Task connected = Socket.ConnectAsync();
        ScriptedConnection connection = await Server.AcceptAsync();
        await connected.Within();
        return connection;
    }

    /// <summary>Connects and joins <c>room:a</c> with ref 1.</summary>
    public async Task<(ScriptedConnection Connection, IClientChannel Channel)> JoinAsync()
    {
        IClientChannel channel = CreateChannel();
        Task<ReplyFrame> join = channel.JoinAsync(ChannelPayload.FromUncheckedJson("""{"p":1}"""u8.ToArray()), null, default);
        ScriptedConnection connection = await Server.AcceptAsync();
        await connection.AcceptJoinAsync(1, payload: """{"p":1}""");
        _ = await join.Within();
        return (connection, channel);
    }

    /// <summary>Moves the clock by the reconnect delay, and accepts the next connection.</summary>
    public async Task<ScriptedConnection> ReconnectAsync(int milliseconds = 10)
    {
        await Time.RunTimerAsync(TimeSpan.FromMilliseconds(milliseconds));
        return await Server.AcceptAsync();
    }

    // With a time limit: the test clock does not move, so calls that a failed test left open would never time out.
    public async ValueTask DisposeAsync() => await Socket.DisposeAsync().Within();
}
