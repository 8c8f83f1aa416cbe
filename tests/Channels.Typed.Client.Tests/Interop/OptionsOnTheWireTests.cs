using System.Collections.Concurrent;
using System.Net;
using System.Net.WebSockets;
using Channels.Typed.Client.Tests.Fixture;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Channels.Typed.Client.Tests.Interop;

/// <summary>Options that only a real network shows.</summary>
public sealed class OptionsOnTheWireTests
{
    [Theory]
    [InlineData(SocketTransport.WebSocket, "CONNECT nowhere.test:80 ")]
    [InlineData(SocketTransport.LongPolling, "GET http://nowhere.test/socket/longpoll?")]
    public async Task Proxy_OfEachTransport_CarriesTheConnection(SocketTransport transport, string request)
    {
        await using InteropServer server = await InteropServer.StartAsync();
        using HttpProxy proxy = HttpProxy.Start(server.Address);
        var options = new ChannelSocketOptions { Transport = transport, Proxy = proxy.Address };

        // Only the proxy knows where that is.
        await using var socket = new ChannelSocket(new Uri("ws://nowhere.test/socket"), options);
        await using var room = new RoomClient(socket.CreateChannel("room:lobby"));
        Assert.True((await room.JoinAsync(new Note("ann")).Within()).IsOk);

        Assert.StartsWith(request, proxy.Requests.First(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WebSocketsOverHttp2_NeedAHandlerAndAVersion()
    {
        // Nothing else is to be had of this server.
        await using InteropServer server = await InteropServer.StartAsync(protocols: HttpProtocols.Http2);
        int handlers = 0;
        await using ChannelSocket socket = server.CreateSocket(options =>
        {
            options.HttpMessageHandlerFactory = () =>
            {
                handlers++;
                return new SocketsHttpHandler();
            };
            options.ConfigureWebSocket = static webSocket =>
            {
                webSocket.HttpVersion = HttpVersion.Version20;
                webSocket.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
            };
        });
        await using var room = new RoomClient(socket.CreateChannel("room:lobby"));

        Assert.True((await room.JoinAsync(new Note("ann")).Within()).IsOk);
        Assert.Equal("again", (await room.PostAsync(new Note("again")).Within()).Text);
        Assert.Equal(1, handlers);
    }

    [Fact]
    public async Task Compression_IsOfferedOnlyIfTheApplicationWantsIt()
    {
        var offers = new ConcurrentQueue<string>();
        await using InteropServer server = await InteropServer.StartAsync(onWebSocket: context =>
        {
            offers.Enqueue(context.Request.Headers.SecWebSocketExtensions.ToString());
            return null;
        });

        foreach (Action<ClientWebSocketOptions>? configure in new Action<ClientWebSocketOptions>?[]
        {
            null, static options => options.DangerousDeflateOptions = new WebSocketDeflateOptions(),
        })
        {
            await using ChannelSocket socket = server.CreateSocket(options => options.ConfigureWebSocket = configure);
            await socket.ConnectAsync().Within();
        }

        Assert.Equal("", offers.First());
        Assert.StartsWith("permessage-deflate", offers.Last(), StringComparison.Ordinal);
    }
}
