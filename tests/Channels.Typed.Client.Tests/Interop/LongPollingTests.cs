using System.Threading.Channels;
using Channels.Typed.Client.Tests.Fixture;

namespace Channels.Typed.Client.Tests.Interop;

/// <summary>Long polling with our own server, over real HTTP.</summary>
public sealed class LongPollingTests
{
    [Theory]
    [InlineData(ProtocolVersion.V2)]
    [InlineData(ProtocolVersion.V1)]
    public async Task TwoClients_OneByLongPolling_HearEachOtherInOrder(ProtocolVersion version)
    {
        await using InteropServer server = await InteropServer.StartAsync();
        await using ChannelSocket annSocket = server.CreateSocket(options => Polling(options, version));
        await using ChannelSocket bobSocket = server.CreateSocket(options => options.ProtocolVersion = version);
        await using var ann = new RoomClient(annSocket.CreateChannel("room:lobby"));
        await using var bob = new RoomClient(bobSocket.CreateChannel("room:lobby"));
        Channel<string> annHears = Hear(ann);
        Channel<string> bobHears = Hear(bob);
        _ = await bob.JoinAsync(new Note("bob")).Within();
        _ = await ann.JoinAsync(new Note("ann")).Within();
        string[] texts = [.. Enumerable.Range(0, 150).Select(static i => $"{i}")];

        Note[] replies = await Task.WhenAll(texts.Select(text => ann.PostAsync(new Note(text)))).Within();

        Assert.Equal(texts, replies.Select(static reply => reply.Text));
        foreach (string text in texts)
        {
            Assert.Equal(text, await annHears.Reader.ReadAsync().AsTask().Within());
            Assert.Equal(text, await bobHears.Reader.ReadAsync().AsTask().Within());
        }

        Assert.Equal("longpoll", annSocket.TransportName);
        Assert.Equal("websocket", bobSocket.TransportName);
        await ann.LeaveAsync().Within();
    }

    [Theory]
    [InlineData(SocketTransport.WebSocket, "websocket", "1234", "???", "né")]
    [InlineData(SocketTransport.LongPolling, "longpoll", "1234", "???", "a/b+c=")]
    public async Task TokenParamsAndHeaders_ReachTheUserSocket(SocketTransport transport, string name, params string[] tokens)
    {
        await using InteropServer server = await InteropServer.StartAsync(static options => options.AuthToken = true);

        // The second has a slash in base64, which no subprotocol's name may have.
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

            ConnectRecord seen = server.Log.Last;
            Assert.Equal(name, seen.Transport);
            Assert.Equal("a b", seen.Params["filter[room]"]);
            Assert.Contains("X-Client: tests", seen.Headers, StringComparison.Ordinal);
            Assert.Equal(token, seen.AuthToken);
        }
    }

    [Fact]
    public async Task Refused_StatusIsReported()
    {
        await using InteropServer server = await InteropServer.StartAsync();
        await using ChannelSocket socket = server.CreateSocket(static options =>
        {
            options.Transport = SocketTransport.LongPolling;
            options.Params.Add("refuse", "1");
        });
        var refused = new TaskCompletionSource<SocketStateChangedEventArgs>();
        socket.StateChanged += (_, change) => _ = change.Reason == SocketStateReason.ConnectFailed && refused.TrySetResult(change);
        Task connected = socket.ConnectAsync();

        Assert.Equal(403, (await refused.Task.Within()).HttpStatus);

        await socket.DisconnectAsync().Within();
        _ = await Assert.ThrowsAsync<ChannelException>(() => connected.Within());
    }

    /// <summary>Row 239 of the catalogue.</summary>
    [Fact]
    public async Task Row239_SessionEndsOnServer_ClientBeginsAnotherAndRejoins()
    {
        await using InteropServer server = await InteropServer.StartAsync();
        await using ChannelSocket socket = server.CreateSocket(static options =>
        {
            options.Transport = SocketTransport.LongPolling;
            options.Params.Add("user", "ann");
        });
        var lost = new TaskCompletionSource<SocketStateChangedEventArgs>();
        socket.StateChanged += (_, change) => _ = change.State == SocketState.Reconnecting && lost.TrySetResult(change);
        await using var room = new RoomClient(socket.CreateChannel("room:lobby"));
        _ = await room.JoinAsync(new Note("ann")).Within();
        var rejoined = new TaskCompletionSource();
        using IDisposable subscription = room.OnRejoined(_ => rejoined.TrySetResult());

        await server.Channels.DisconnectAsync("ann").Within();

        Assert.Equal(3410, (await lost.Task.Within()).CloseCode);
        await rejoined.Task.Within();
        _ = await room.PostAsync(new Note("again")).Within();
    }

    [Theory]
    [InlineData(SocketTransport.WebSocket)]
    [InlineData(SocketTransport.LongPolling)]
    public async Task HandlersOfOnesOwn_AreUsedAndDisposed(SocketTransport transport)
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
    public async Task Subprotocol_OfTheServer_IsAgreedOn()
    {
        await using InteropServer server = await InteropServer.StartAsync(static options => options.Subprotocols.Add("chat.v1"));
        await using ChannelSocket socket = server.CreateSocket(static options => options.Subprotocols.Add("chat.v1"));

        await socket.ConnectAsync().Within();

        Assert.Contains("chat.v1", server.Log.Last.Headers, StringComparison.Ordinal);
    }

    private static void Polling(ChannelSocketOptions options, ProtocolVersion version)
    {
        options.Transport = SocketTransport.LongPolling;
        options.ProtocolVersion = version;
    }

    private static Channel<string> Hear(RoomClient room)
    {
        var heard = Channel.CreateUnbounded<string>();
        _ = room.Noted.Add(note => heard.Writer.TryWrite(note.Text));
        return heard;
    }
}
