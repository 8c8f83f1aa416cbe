using System.Threading.Channels;
using Channels.Typed.Client.Tests.Fixture;

namespace Channels.Typed.Client.Tests.Recorded.Player;

/// <summary>Our client in the role of a recorded client, with a test clock.</summary>
internal sealed class RecordedClient
{
    private readonly Channel<SocketStateChangedEventArgs> _changes =
        System.Threading.Channels.Channel.CreateUnbounded<SocketStateChangedEventArgs>();

    public RecordedClient(Uri endpoint, ChannelSocketOptions options, ScriptedServer? server)
    {
        options.TimeProvider = Time;

        // No other timer has this length, so a test can recognize the timer of a heartbeat.
        options.HeartbeatTimeout = TimeSpan.FromSeconds(29);
        Socket = server is null ? new ChannelSocket(endpoint, options) : new ChannelSocket(endpoint, options, server);
        Socket.StateChanged += (_, change) => _changes.Writer.TryWrite(change);
    }

    public TestClock Time { get; } = new();

    public ChannelSocket Socket { get; }

    public Task ConnectAsync() => Socket.ConnectAsync().Within();

    public Task DisconnectAsync() => Socket.DisconnectAsync().Within();

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

    /// <summary>Creates a channel that uses these payloads for its join and rejoins, in order. The last payload is repeated.</summary>
    public RecordedChannel Channel(string topic, params string[] payloads) => new(Socket, topic, payloads);

    /// <summary>Creates a channel and joins it.</summary>
    public async Task<RecordedChannel> JoinAsync(string topic, string payload, string reply)
    {
        RecordedChannel channel = Channel(topic, payload);
        Assert.Equal($"ok {reply}", await channel.JoinAsync());
        return channel;
    }

    /// <summary>
    /// Makes the client send this many heartbeats, each after the reply to the one before. To be called once per connection.
    /// </summary>
    public async Task SendHeartbeatsAsync(int count, TimeSpan interval)
    {
        await Time.TimerAsync(interval);
        for (int i = 0; i < count; i++)
        {
            Time.Advance(interval);
            await Time.TimerAsync(interval);
        }
    }

    /// <summary>Moves the clock by the rejoin delay of a crashed channel, and waits until the channel has rejoined.</summary>
    public async Task RejoinAsync(RecordedChannel channel)
    {
        await Time.RunTimerAsync(TimeSpan.FromSeconds(1));
        await channel.ExpectStateAsync(ChannelState.Joined, ChannelStateReason.Rejoined);
    }
}
