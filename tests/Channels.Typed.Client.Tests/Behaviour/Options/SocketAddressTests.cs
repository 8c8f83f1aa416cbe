namespace Channels.Typed.Client.Tests.Behaviour.Options;

public sealed class SocketAddressTests
{
    private static readonly Dictionary<string, string> None = [];

    [Theory]
    [InlineData("ws://host/socket", "ws://host/socket/websocket?vsn=2.0.0")]
    [InlineData("wss://host:8443/socket/", "wss://host:8443/socket/websocket?vsn=2.0.0")]
    [InlineData("http://host/socket", "ws://host/socket/websocket?vsn=2.0.0")]
    [InlineData("http://host:80/socket", "ws://host/socket/websocket?vsn=2.0.0")]
    [InlineData("https://host/socket", "wss://host/socket/websocket?vsn=2.0.0")]
    [InlineData("https://host:4001", "wss://host:4001/websocket?vsn=2.0.0")]
    [InlineData("ws://host/socket/websocket", "ws://host/socket/websocket?vsn=2.0.0")]
    [InlineData("ws://host/socket?tenant=a%20b", "ws://host/socket/websocket?tenant=a%20b&vsn=2.0.0")]
    [InlineData("ws://host/a%20b%2Fc/socket", "ws://host/a%20b%2Fc/socket/websocket?vsn=2.0.0")]
    [InlineData("ws://[::1]:4000/socket", "ws://[::1]:4000/socket/websocket?vsn=2.0.0")]
    public void Address_WithoutParams_HasPathAndVersion(string endpoint, string expected) =>
        Assert.Equal(expected, new SocketAddress(new Uri(endpoint)).WithParams(None, null).AbsoluteUri);

    [Theory]
    [InlineData("ws://host/socket", "http://host/socket/longpoll?vsn=2.0.0")]
    [InlineData("wss://host:8443/websocket/websocket", "https://host:8443/websocket/longpoll?vsn=2.0.0")]
    [InlineData("https://host/socket/longpoll", "https://host/socket/longpoll?vsn=2.0.0")]
    [InlineData("ws://host/socket?tenant=a%20b", "http://host/socket/longpoll?tenant=a%20b&vsn=2.0.0")]
    public void LongPoll_ReplacesTheLastWebSocket(string endpoint, string expected)
    {
        var address = new SocketAddress(new Uri(endpoint));

        Assert.Equal(expected, address.LongPoll(address.WithParams(None, null)).AbsoluteUri);
    }

    [Fact]
    public void Version1_IsInTheQuery() => Assert.Equal(
        "ws://host/socket/websocket?vsn=1.0.0",
        new SocketAddress(new Uri("ws://host/socket"), ProtocolVersion.V1).WithParams(None, null).AbsoluteUri);

    [Fact]
    public void Params_AreEscapedAndLateOnesWin()
    {
        var address = new SocketAddress(new Uri("ws://host/socket?given=1"));

        Uri uri = address.WithParams(
            new Dictionary<string, string> { ["a b"] = "x&y=z", ["token"] = "old" },
            new Dictionary<string, string> { ["token"] = "né+w" });

        Assert.Equal("?given=1&a%20b=x%26y%3Dz&token=n%C3%A9%2Bw&vsn=2.0.0", uri.Query);
    }

    [Theory]
    [InlineData("ftp://host/socket")]
    [InlineData("/socket")]
    [InlineData("ws://host/socket#part")]
    public void Endpoint_OfAnotherKind_IsRefused(string endpoint) =>
        _ = Assert.Throws<ArgumentException>(() => new ChannelSocket(new Uri(endpoint, UriKind.RelativeOrAbsolute)));

    [Fact]
    public void Display_HasNoQuery() =>
        Assert.Equal("wss://host/socket/websocket", new SocketAddress(new Uri("https://host/socket?token=secret")).Display);

    [Theory]
    [InlineData("")]
    [InlineData("phoenix")]
    public void Topic_NotOfAChannel_IsRefused(string topic) =>
        _ = Assert.Throws<ArgumentException>(() => new ChannelSocket(new Uri("ws://host/socket")).CreateChannel(topic));
}
