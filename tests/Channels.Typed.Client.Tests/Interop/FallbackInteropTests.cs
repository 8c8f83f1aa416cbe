using System.Net.WebSockets;
using Channels.Typed.Client.Tests.Fixture;
using Microsoft.AspNetCore.Http;

namespace Channels.Typed.Client.Tests.Interop;

/// <summary>WebSocketThenLongPolling with our server, behind networks that block WebSockets.</summary>
public sealed class FallbackInteropTests
{
    [Fact]
    public async Task UpgradeRefused_LongPollingWorks()
    {
        await using InteropServer server = await InteropServer.StartAsync(onWebSocket: static context =>
        {
            context.Response.StatusCode = StatusCodes.Status502BadGateway;
            return Task.CompletedTask;
        });
        await using ChannelSocket socket = server.CreateSocket(
            static options => options.Transport = SocketTransport.WebSocketThenLongPolling);

        await TalkAsync(socket);

        Assert.Equal("longpoll", socket.TransportName);
    }

    [Fact]
    public async Task WebSocketAcceptedAndSilent_LongPollingWorks()
    {
        await using InteropServer server = await InteropServer.StartAsync(onWebSocket: StaySilentAsync);
        await using ChannelSocket socket = server.CreateSocket(static options =>
        {
            options.Transport = SocketTransport.WebSocketThenLongPolling;
            options.FallbackAfter = TimeSpan.FromMilliseconds(500);
        });
        var switched = new TaskCompletionSource<SocketStateChangedEventArgs>();
        socket.StateChanged += (_, change) => _ = change.Reason == SocketStateReason.TransportSwitched && switched.TrySetResult(change);
        await socket.ConnectAsync().Within();

        _ = await switched.Task.Within();

        await TalkAsync(socket);
        Assert.Equal("longpoll", socket.TransportName);
    }

    [Theory]
    [InlineData(ProtocolVersion.V1)]
    [InlineData(ProtocolVersion.V2)]
    public async Task WebSocketWorks_IsUsed(ProtocolVersion version)
    {
        await using InteropServer server = await InteropServer.StartAsync();
        await using ChannelSocket socket = server.CreateSocket(options =>
        {
            options.Transport = SocketTransport.WebSocketThenLongPolling;
            options.ConnectTimeout = Patience.Time * 3;
            options.FallbackAfter = Patience.Time;
            options.ProtocolVersion = version;
        });

        await TalkAsync(socket);

        Assert.Equal("websocket", socket.TransportName);
    }

    [Fact]
    public async Task WebSocketWorksLater_IsUsedAgain()
    {
        bool isOpen = false;
        await using InteropServer server = await InteropServer.StartAsync(
            onWebSocket: context => Volatile.Read(ref isOpen) ? null : RefuseAsync(context));
        await using ChannelSocket socket = server.CreateSocket(static options =>
        {
            options.Transport = SocketTransport.WebSocketThenLongPolling;
            options.ConnectTimeout = Patience.Time * 3;
            options.FallbackAfter = Patience.Time; // A slow machine must not count as a useless WebSocket.
            options.WebSocketRetryInterval = TimeSpan.FromMilliseconds(50);
        });
        var isBack = new TaskCompletionSource();
        socket.StateChanged += (_, change) =>
            _ = change.State == SocketState.Connected && socket.TransportName == "websocket" && isBack.TrySetResult();
        await TalkAsync(socket);
        Assert.Equal("longpoll", socket.TransportName);

        Volatile.Write(ref isOpen, true);

        await isBack.Task.Within();
        await TalkAsync(socket);
    }

    private static async Task TalkAsync(ChannelSocket socket)
    {
        await using var room = new RoomClient(socket.CreateChannel("room:lobby"));
        _ = await room.JoinAsync(new Note("ann")).Within();
        Assert.Equal(new Note("hello"), await room.PostAsync(new Note("hello")).Within());
        await room.LeaveAsync().Within();
    }

    private static Task RefuseAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    private static async Task StaySilentAsync(HttpContext context)
    {
        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[1000];
        try
        {
            while ((await socket.ReceiveAsync(buffer, context.RequestAborted)).MessageType != WebSocketMessageType.Close)
            {
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The client aborted the connection.
        }
    }
}
