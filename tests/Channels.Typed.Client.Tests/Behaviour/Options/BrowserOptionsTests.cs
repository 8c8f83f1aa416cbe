using System.Net;
using Channels.Typed.Client.Tests.Fixture;

namespace Channels.Typed.Client.Tests.Behaviour.Options;

/// <summary>What a browser cannot do is refused before the first attempt to connect. Elsewhere the same options are valid.</summary>
public sealed class BrowserOptionsTests
{
    private const string TokenWithSlash = "ab?"; // "YWI/" in base64

    public static TheoryData<string, SocketTransport, Action<ChannelSocketOptions>> Refused => new()
    {
        { "Proxy", SocketTransport.WebSocket, static options => options.Proxy = new WebProxy("http://proxy") },
        { "Proxy", SocketTransport.LongPolling, static options => options.Proxy = new WebProxy("http://proxy") },
        { "Headers", SocketTransport.WebSocket, static options => options.Headers["x-trace"] = "1" },
        { "Headers", SocketTransport.WebSocketThenLongPolling, static options => options.Headers["x-trace"] = "1" },
        { "ConfigureWebSocket", SocketTransport.WebSocket, static options => options.ConfigureWebSocket = static _ => { } },
        { "HttpMessageHandlerFactory", SocketTransport.WebSocket, static options => options.HttpMessageHandlerFactory = Handler },
        { "AuthToken", SocketTransport.WebSocket, static options => options.AuthToken = TokenWithSlash },
        { "AuthToken", SocketTransport.WebSocketThenLongPolling, static options => options.AuthToken = TokenWithSlash },
    };

    public static TheoryData<SocketTransport, Action<ChannelSocketOptions>> Allowed => new()
    {
        { SocketTransport.WebSocket, static _ => { } },
        { SocketTransport.WebSocketThenLongPolling, static options => options.HttpMessageHandlerFactory = Handler },
        { SocketTransport.LongPolling, static options => options.HttpMessageHandlerFactory = Handler },
        { SocketTransport.LongPolling, static options => options.Headers["x-trace"] = "1" },
        { SocketTransport.LongPolling, static options => options.AuthToken = TokenWithSlash },
        { SocketTransport.WebSocket, static options => options.AuthToken = "eyJhbGciOiJI.eyJzdWIi-_.c2ln" },
        { SocketTransport.WebSocket, static options => options.Subprotocols.Add("chat") },
    };

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void Option_NotPossibleInABrowser_IsRefusedByNameThere(
        string option, SocketTransport transport, Action<ChannelSocketOptions> configure)
    {
        var options = new ChannelSocketOptions { Transport = transport };
        configure(options);

        ArgumentException exception = Assert.Throws<ArgumentException>(() => new SocketSettings(options, isBrowser: true));

        Assert.Equal(option, exception.ParamName);
        Assert.StartsWith($"{option} cannot be used in a browser: ", exception.Message, StringComparison.Ordinal);
        _ = new SocketSettings(options, isBrowser: false);
    }

    [Theory]
    [MemberData(nameof(Allowed), DisableDiscoveryEnumeration = true)]
    public void Option_PossibleInABrowser_IsAllowedThere(SocketTransport transport, Action<ChannelSocketOptions> configure)
    {
        var options = new ChannelSocketOptions { Transport = transport };
        configure(options);

        Assert.Equal(transport, new SocketSettings(options, isBrowser: true).Transport);
    }

    [Fact]
    public void TransportOfTheApplication_InABrowser_GetsAllOptions()
    {
        var options = new ChannelSocketOptions { TransportFactory = new ScriptedServer(), Proxy = new WebProxy("http://proxy") };
        options.Headers["x-trace"] = "1";

        Assert.Single(new SocketSettings(options, isBrowser: true).Headers);
    }

    private static HttpClientHandler Handler() => new HttpClientHandler();
}
