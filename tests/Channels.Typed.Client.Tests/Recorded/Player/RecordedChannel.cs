using System.Threading.Channels;
using Channels.Typed.Client.Tests.Fixture;

namespace Channels.Typed.Client.Tests.Recorded.Player;

/// <summary>An untyped channel with text payloads. It collects its events and state changes.</summary>
internal sealed class RecordedChannel
{
    private readonly Channel<string> _events = System.Threading.Channels.Channel.CreateUnbounded<string>();
    private readonly Channel<ChannelStateChange> _changes = System.Threading.Channels.Channel.CreateUnbounded<ChannelStateChange>();
    private int _joins;

    public RecordedChannel(ChannelSocket socket, string topic, string[] payloads)
    {
        Client = payloads.Length == 1
            ? socket.Channel(topic, ChannelPayload.FromJson(payloads[0]))
            : socket.Channel(
                topic,
                _ => new ValueTask<ChannelPayload>(ChannelPayload.FromJson(payloads[Math.Min(_joins++, payloads.Length - 1)])));
        _ = Client.OnEvent(received =>
        {
            _ = _events.Writer.TryWrite($"{received.Name} {Text(received.Payload)}");
            return default;
        });
        _ = Client.OnStateChanged(change => _ = _changes.Writer.TryWrite(change));
    }

    public UntypedChannelClient Client { get; }

    public async Task<string> JoinAsync() => Text(await Client.JoinAsync().Within());

    public async Task<string> PushAsync(string name, string payload = "{}") =>
        Text(await Client.PushAsync(name, ChannelPayload.FromJson(payload)).Within());

    public async Task<string> PushBytesAsync(string name, params byte[] payload) =>
        Text(await Client.PushAsync(name, ChannelPayload.FromBytes(payload)).Within());

    public Task SendAsync(string name, string payload = "{}") => Client.SendAsync(name, ChannelPayload.FromJson(payload)).Within();

    public Task SendBytesAsync(string name, params byte[] payload) => Client.SendAsync(name, ChannelPayload.FromBytes(payload)).Within();

    public Task LeaveAsync() => Client.LeaveAsync().Within();

    public async Task ExpectFailureAsync(string name, ChannelErrorReason reason) =>
        Assert.Equal(reason, await ChannelCalls.ReasonOf(PushAsync(name)));

    public async Task ExpectEventsAsync(params string[] events)
    {
        foreach (string expected in events)
        {
            Assert.Equal(expected, await _events.Reader.ReadAsync().Within());
        }
    }

    /// <summary>
    /// The next events must be these presence events, as short text: <c>state ann:phone,tv bob:car</c> or <c>diff +ann:phone
    /// -bob:car</c>.
    /// </summary>
    public async Task ExpectPresenceAsync(params string[] expected)
    {
        foreach (string text in expected)
        {
            string[] received = (await _events.Reader.ReadAsync().Within()).Split(' ', 2);
            Assert.Equal(text, PresenceText.Of(received[0], received[1]));
        }
    }

    /// <summary>No further event has arrived.</summary>
    public void ExpectNoMoreEvents() => Assert.False(_events.Reader.TryPeek(out string? further), further);

    public async Task ExpectStateAsync(ChannelState state, ChannelStateReason reason)
    {
        while (true)
        {
            ChannelStateChange change = await _changes.Reader.ReadAsync().Within();
            if (change.State == state)
            {
                Assert.Equal(reason, change.Reason);
                return;
            }
        }
    }

    private static string Text(PushReply reply) => $"{reply.Status} {Text(reply.Payload)}";

    private static string Text(ChannelPayload payload) =>
        payload.IsBinary ? "0x" + Convert.ToHexStringLower(payload.Bytes.Span) : payload.ToString();
}
