using System.Collections.Concurrent;
using System.Net;
using System.Net.WebSockets;
using Channels.Typed.Client.Tests.Fixture;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Channels.Typed.Client.Tests.Interop;

/// <summary>Options whose effect is only visible on a real network.</summary>
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

        // This host name only works through the proxy.
        await using var socket = new ChannelSocket(new Uri("ws://nowhere.test/socket"), options);
        await using var room = new RoomClient(socket.CreateChannel("room:lobby"));
        Assert.True((await room.JoinAsync(new Note("ann")).Within()).IsOk);

        Assert.StartsWith(request, proxy.Requests.First(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WebSocketsOverHttp2_NeedAHandlerAndAVersion()
    {
        // This server only accepts HTTP/2.
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
    public async Task Compression_IsOfferedOnlyIfEnabled()
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

    [Theory]
    [InlineData(SocketTransport.WebSocket, "websocket", "1234", "???", "né")]
    [InlineData(SocketTransport.LongPolling, "longpoll", "1234", "???", "a/b+c=")]
    public async Task TokenParamsAndHeaders_ReachTheUserSocket(SocketTransport transport, string name, params string[] tokens)
    {
        await using InteropServer server = await InteropServer.StartAsync(static options => options.AuthToken = true);

        // The second token has a slash in base64, which the name of a subprotocol may not contain.
        foreach (string token in tokens)
        {
            await using ChannelSocket socket = server.CreateSocket(options =>
            {
                options.Transport = transport;
                options.AuthToken = "old";
                options.AuthTokenFactory = _ => new(token);
                options.Params.Add("filter[room]", "a b");
                options.Headers.Add("X-Client", "tests");
            });

            await socket.ConnectAsync().Within();

            ConnectRecord connect = server.Log.Last;
            Assert.Equal(name, connect.Transport);
            Assert.Equal("a b", connect.Params["filter[room]"]);
            Assert.Contains("X-Client: tests", connect.Headers, StringComparison.Ordinal);
            Assert.Equal(token, connect.AuthToken);
        }
    }

    [Theory]
    [InlineData(SocketTransport.WebSocket)]
    [InlineData(SocketTransport.LongPolling)]
    public async Task HttpMessageHandlerFactory_HandlersAreUsedAndDisposed(SocketTransport transport)
    {
        await using InteropServer server = await InteropServer.StartAsync();
        var handler = new CountingHandler();
        ChannelSocket socket = server.CreateSocket(options =>
        {
            options.Transport = transport;
            options.HttpMessageHandlerFactory = () => handler;
        });
        await using (socket)
        {
            await using var room = new RoomClient(socket.CreateChannel("room:lobby"));
            _ = await room.JoinAsync(new Note("ann")).Within();
        }

        Assert.True(handler.Requests > 0);
        Assert.True(handler.IsDisposed);
    }

    [Fact]
    public async Task Subprotocol_OfTheServer_IsSelected()
    {
        await using InteropServer server = await InteropServer.StartAsync(static options => options.Subprotocols.Add("chat.v1"));
        await using ChannelSocket socket = server.CreateSocket(static options => options.Subprotocols.Add("chat.v1"));

        await socket.ConnectAsync().Within();

        Assert.Contains("chat.v1", server.Log.Last.Headers, StringComparison.Ordinal);
    }
}
