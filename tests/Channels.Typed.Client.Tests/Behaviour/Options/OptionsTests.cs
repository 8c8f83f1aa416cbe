using Channels.Typed.Client.Tests.Fixture;

namespace Channels.Typed.Client.Tests.Behaviour.Options;

public sealed class OptionsTests
{
    public static TheoryData<string, Action<ChannelSocketOptions>> Wrong => new()
    {
        { "Timeout is 00:00:00.", static options => options.Timeout = TimeSpan.Zero },
        { "ConnectTimeout is -00:00:01.", static options => options.ConnectTimeout = TimeSpan.FromSeconds(-1) },
        { "HeartbeatInterval is 00:00:00.", static options => options.HeartbeatInterval = TimeSpan.Zero },
        { "HeartbeatTimeout is -00:00:00.0010000.", static options => options.HeartbeatTimeout = Timeout.InfiniteTimeSpan },
        { "Timeout is 100.00:00:00.", static options => options.Timeout = TimeSpan.FromDays(100) },
        { "ReconnectDelays is empty.", static options => options.ReconnectDelays = [] },
        { "ReconnectDelays is a list that contains -00:00:01.", static options => options.ReconnectDelays = [TimeSpan.FromSeconds(-1)] },
        { "RejoinDelays is null.", static options => options.RejoinDelays = null! },
        { "Jitter is 1.5.", static options => options.Jitter = 1.5 },
        { "Jitter is -0.1.", static options => options.Jitter = -0.1 },
        { "Jitter is NaN.", static options => options.Jitter = double.NaN },
        { "MaxPendingPushes is 0.", static options => options.MaxPendingPushes = 0 },
        { "HandlerShutdownTimeout is 00:00:00.", static options => options.HandlerShutdownTimeout = TimeSpan.Zero },
        { "EventQueueCapacity is 0.", static options => options.EventQueueCapacity = 0 },
        { "LongPollTimeout is -00:00:00.0010000.", static options => options.LongPollTimeout = Timeout.InfiniteTimeSpan },
        { "FallbackAfter is 00:00:00.", static options => options.FallbackAfter = TimeSpan.Zero },
        { "MaxUselessWebSockets is 0.", static options => options.MaxUselessWebSockets = 0 },
        { "WebSocketRetryInterval is 00:00:00.", static options => options.WebSocketRetryInterval = TimeSpan.Zero },
        { "ProtocolVersion is 3.", static options => options.ProtocolVersion = (ProtocolVersion)3 },
        { "Transport is 9.", static options => options.Transport = (SocketTransport)9 },
        { "MaxMessageBytes is -1.", static options => options.MaxMessageBytes = -1 },
    };

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void Option_OutOfRange_IsNamedWithItsValueAndRange(string what, Action<ChannelSocketOptions> configure)
    {
        var options = new ChannelSocketOptions();
        configure(options);

        ArgumentOutOfRangeException exception = Assert.Throws<ArgumentOutOfRangeException>(
            () => new ChannelSocket(new Uri("ws://host/socket"), options));

        Assert.StartsWith($"{what} It must be ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ProxyAndHandlerFactory_Together_AreRefused() => _ = Assert.Throws<ArgumentException>(() => new ChannelSocket(
        new Uri("ws://host/socket"),
        new ChannelSocketOptions
        {
            Proxy = new System.Net.WebProxy("http://proxy"),
            HttpMessageHandlerFactory = static () => new HttpClientHandler(),
        }));

    [Fact]
    public void Defaults_AreTheDocumentedOnes()
    {
        var options = new ChannelSocketOptions();

        Assert.Equal(TimeSpan.FromSeconds(10), options.Timeout);
        Assert.Equal(TimeSpan.FromSeconds(10), options.ConnectTimeout);
        Assert.Equal(TimeSpan.FromSeconds(30), options.HeartbeatInterval);
        Assert.Equal(TimeSpan.FromSeconds(30), options.HeartbeatTimeout);
        Assert.Equal(
            [10, 50, 100, 150, 200, 250, 500, 1000, 2000, 5000], options.ReconnectDelays.Select(static delay => delay.TotalMilliseconds));
        Assert.Equal([1, 2, 5, 10], options.RejoinDelays.Select(static delay => delay.TotalSeconds));
        Assert.Equal(0.5, options.Jitter);
        Assert.Equal(1000, options.MaxPendingPushes);
        Assert.Equal(1024, options.EventQueueCapacity);
        Assert.Equal(TimeSpan.FromSeconds(5), options.HandlerShutdownTimeout);
        Assert.Equal(10_000_000, options.MaxMessageBytes);
        Assert.Equal(ProtocolVersion.V2, options.ProtocolVersion);
        Assert.Equal(SocketTransport.WebSocket, options.Transport);
        Assert.Equal(TimeSpan.FromSeconds(20), options.LongPollTimeout);
        Assert.Equal(TimeSpan.FromMilliseconds(2500), options.FallbackAfter);
        Assert.Equal(5, options.MaxUselessWebSockets);
        Assert.Equal(TimeSpan.FromMinutes(10), options.WebSocketRetryInterval);
    }

    [Fact]
    public async Task Options_ChangedAfterwards_HaveNoEffect()
    {
        ChannelSocketOptions? kept = null;
        await using var client = new TestClient(options =>
        {
            kept = options;
            options.Params.Add("a", "1");
        });
        kept!.Params["a"] = "2";
        _ = client.Socket.ConnectAsync();

        ScriptedAttempt attempt = await client.Server.AttemptAsync();

        Assert.Equal("?a=1&vsn=2.0.0", attempt.Uri.Query);
        _ = attempt.Accept();
    }
}
