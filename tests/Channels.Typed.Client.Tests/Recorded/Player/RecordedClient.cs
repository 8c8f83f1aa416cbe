using System.Threading.Channels;
using Channels.Typed.Client.Tests.Fixture;

namespace Channels.Typed.Client.Tests.Recorded.Player;

/// <summary>Our client in the place of a recorded one, by a clock of the test.</summary>
internal sealed class RecordedClient
{
    private readonly Channel<SocketStateChangedEventArgs> _changes = System.Threading.Channels.Channel.CreateUnbounded<SocketStateChangedEventArgs>();

    public RecordedClient(Uri endpoint, ChannelSocketOptions options, ScriptedServer? server)
    {
        options.TimeProvider = Time;

        // Something that no other timer has, so that a test can tell the timers of heartbeats apart.
        options.HeartbeatTimeout = TimeSpan.FromSeconds(29);
        Socket = server is null ? new ChannelSocket(endpoint, options) : new ChannelSocket(endpoint, options, server);
        Socket.StateChanged += (_, change) => _changes.Writer.TryWrite(change);
    }

    public TestClock Time { get; } = new();

    public ChannelSocket Socket { get; }

    public Task ConnectAsync() => Socket.ConnectAsync().Within();

    public Task DisconnectAsync() => Socket.DisconnectAsync().Within();

    /// <summary>The next report with this reason.</summary>
    public async Task<SocketStateChangedEventArgs> ChangeAsync(SocketStateReason reason)
    {
        while (true)
        {
            SocketStateChangedEventArgs change = await _changes.Reader.ReadAsync().AsTask().Within();
            if (change.Reason == reason)
            {
                return change;
            }
        }
    }

    /// <summary>A channel that joins, and rejoins, with these payloads, the last one again and again.</summary>
    public RecordedChannel Channel(string topic, params string[] payloads) => new(Socket, topic, payloads);

    /// <summary>A joined channel.</summary>
    public async Task<RecordedChannel> JoinAsync(string topic, string payload, string reply)
    {
        RecordedChannel channel = Channel(topic, payload);
        Assert.Equal($"ok {reply}", await channel.JoinAsync());
        return channel;
    }

    /// <summary>Sends this many heartbeats, each after the answer to the one before. Once for a connection.</summary>
    public async Task SendHeartbeatsAsync(int count, TimeSpan interval)
    {
        await Time.TimerAsync(interval);
        for (int i = 0; i < count; i++)
        {
            Time.Advance(interval);
            await Time.TimerAsync(interval);
        }
    }

    /// <summary>Waits out the time after which a crashed channel joins again, and until it has done so.</summary>
    public async Task RejoinAsync(RecordedChannel channel)
    {
        await Time.RunTimerAsync(TimeSpan.FromSeconds(1));
        await channel.ExpectStateAsync(ChannelState.Joined, ChannelStateReason.Rejoined);
    }
}
