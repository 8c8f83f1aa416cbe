using System.Threading.Channels;
using Channels.Typed.Client.Tests.Fixture;

namespace Channels.Typed.Client.Tests.Interop;

/// <summary>The client with our server, over real connections and the system clock.</summary>
public sealed class OurServerTests
{
    [Theory]
    [InlineData(SocketTransport.WebSocket, "websocket", ProtocolVersion.V2)]
    [InlineData(SocketTransport.LongPolling, "longpoll", ProtocolVersion.V2)]
    [InlineData(SocketTransport.LongPolling, "longpoll", ProtocolVersion.V1)]
    public async Task TwoClients_OverEachTransport_ReceiveAllEventsInOrder(
        SocketTransport transport, string transportName, ProtocolVersion version)
    {
        await using InteropServer server = await InteropServer.StartAsync();
        await using ChannelSocket annSocket = server.CreateSocket(options =>
        {
            options.Transport = transport;
            options.ProtocolVersion = version;
        });
        await using ChannelSocket bobSocket = server.CreateSocket(options => options.ProtocolVersion = version);
        await using var ann = new RoomClient(annSocket.CreateChannel("room:lobby"));
        await using var bob = new RoomClient(bobSocket.CreateChannel("room:lobby"));
        ChannelReader<string> annEvents = EventsOf(ann);
        ChannelReader<string> bobEvents = EventsOf(bob);
        _ = await bob.JoinAsync(new Note("bob")).Within();
        _ = await ann.JoinAsync(new Note("ann")).Within();
        string[] texts = [.. Enumerable.Range(0, 150).Select(static i => $"{i}")];

        Note[] replies = await Task.WhenAll(texts.Select(text => ann.PostAsync(new Note(text)))).Within();
        await ann.TypingAsync().Within();

        Assert.Equal(texts, replies.Select(static reply => reply.Text));
        foreach (string text in texts.Append("typing"))
        {
            Assert.Equal(text, await annEvents.ReadAsync().Within());
            Assert.Equal(text, await bobEvents.ReadAsync().Within());
        }

        Assert.Equal(transportName, annSocket.TransportName);
        Assert.Equal("websocket", bobSocket.TransportName);
        await ann.LeaveAsync().Within();
        await ann.Closed.Within();
    }

    [Fact]
    public async Task ManyPushesAtOnce_AllAreAnswered()
    {
        await using InteropServer server = await InteropServer.StartAsync();
        await using ChannelSocket socket = server.CreateSocket();
        await using var room = new RoomClient(socket.CreateChannel("room:lobby"));
        _ = await room.JoinAsync(new Note("ann")).Within();

        Note[] notes = await Task.WhenAll(Enumerable.Range(0, 500).Select(i => room.PostAsync(new Note($"{i}")))).Within();

        Assert.Equal(Enumerable.Range(0, 500).Select(static i => $"{i}"), notes.Select(static note => note.Text));
    }

    [Fact]
    public async Task Join_RefusedByTheChannel_IsADeclaredOutcome()
    {
        await using InteropServer server = await InteropServer.StartAsync();
        await using ChannelSocket socket = server.CreateSocket();
        await using var room = new RoomClient(socket.CreateChannel("room:full"));

        Reply<Empty, Refusal> reply = await room.JoinAsync(new Note("ann")).Within();

        Assert.Equal(new Refusal("full"), reply.Error);
    }

    [Fact]
    public async Task Join_UnmatchedTopic_Throws()
    {
        await using InteropServer server = await InteropServer.StartAsync();
        await using ChannelSocket socket = server.CreateSocket();
        await using var room = new RoomClient(socket.CreateChannel("nowhere"));

        Assert.Equal(ChannelErrorReason.UnmatchedTopic, await ChannelCalls.ReasonOf(room.JoinAsync(new Note("ann"))));
    }

    [Fact]
    public async Task ChannelCrashesOnServer_ClientRejoins()
    {
        await using InteropServer server = await InteropServer.StartAsync();
        await using ChannelSocket socket = server.CreateSocket();
        await using var room = new RoomClient(socket.CreateChannel("room:lobby"));
        _ = await room.JoinAsync(new Note("ann")).Within();
        var rejoined = new TaskCompletionSource();
        using IDisposable subscription = room.OnRejoined(_ => rejoined.TrySetResult());

        Assert.Equal(ChannelErrorReason.ChannelCrashed, await ChannelCalls.ReasonOf(room.PostAsync(new Note("crash"))));

        await rejoined.Task.Within();
        _ = await room.PostAsync(new Note("again")).Within();
    }

    [Fact]
    public async Task ChannelStopsOnServer_ClientChannelCloses()
    {
        await using InteropServer server = await InteropServer.StartAsync();
        await using ChannelSocket socket = server.CreateSocket();
        await using var room = new RoomClient(socket.CreateChannel("room:lobby"));
        _ = await room.JoinAsync(new Note("ann")).Within();

        _ = await room.PostAsync(new Note("stop")).Within();

        await room.Closed.Within();
        Assert.Equal(ChannelErrorReason.Closed, await ChannelCalls.ReasonOf(room.PostAsync(new Note("late"))));
    }

    [Theory]
    [InlineData(SocketTransport.WebSocket, 1001)]
    [InlineData(SocketTransport.LongPolling, 3410)]
    public async Task ServerDisconnectsUser_ClientReconnectsAndRejoins(SocketTransport transport, int closeCode)
    {
        await using InteropServer server = await InteropServer.StartAsync();
        await using ChannelSocket socket = server.CreateSocket(options =>
        {
            options.Transport = transport;
            options.Params.Add("user", "ann");
        });
        var lost = new TaskCompletionSource<SocketStateChangedEventArgs>();
        socket.StateChanged += (_, change) => _ = change.State == SocketState.Reconnecting && lost.TrySetResult(change);
        await using var room = new RoomClient(socket.CreateChannel("room:lobby"));
        _ = await room.JoinAsync(new Note("ann")).Within();
        var rejoined = new TaskCompletionSource();
        using IDisposable subscription = room.OnRejoined(_ => rejoined.TrySetResult());

        await server.Channels.DisconnectAsync("ann").Within();

        Assert.Equal(closeCode, (await lost.Task.Within()).CloseCode);
        await rejoined.Task.Within();
        _ = await room.PostAsync(new Note("again")).Within();
    }

    [Theory]
    [InlineData(SocketTransport.WebSocket)]
    [InlineData(SocketTransport.LongPolling)]
    public async Task ServerRefusesConnection_StatusIsReported(SocketTransport transport)
    {
        await using InteropServer server = await InteropServer.StartAsync();
        await using ChannelSocket socket = server.CreateSocket(options =>
        {
            options.Transport = transport;
            options.Params.Add("refuse", "1");
        });
        var refused = new TaskCompletionSource<SocketStateChangedEventArgs>();
        socket.StateChanged += (_, change) => _ = change.Reason == SocketStateReason.ConnectFailed && refused.TrySetResult(change);
        using var cancel = new CancellationTokenSource();
        Task connected = socket.ConnectAsync(cancel.Token);

        Assert.Equal(403, (await refused.Task.Within()).HttpStatus);

        await cancel.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connected.Within());
    }

    [Fact]
    public async Task MessageTooLarge_ClientReconnects()
    {
        await using InteropServer server = await InteropServer.StartAsync();
        await using ChannelSocket socket = server.CreateSocket(static options => options.MaxMessageBytes = 10_000);
        await using var room = new RoomClient(socket.CreateChannel("room:lobby"));
        _ = await room.JoinAsync(new Note("ann")).Within();
        var rejoined = new TaskCompletionSource();
        using IDisposable subscription = room.OnRejoined(_ => rejoined.TrySetResult());

        Assert.Equal(ChannelErrorReason.Disconnected, await ChannelCalls.ReasonOf(room.PostAsync(new Note("big"))));

        await rejoined.Task.Within();
        _ = await room.PostAsync(new Note("small")).Within();
    }

    [Fact]
    public async Task RoomAndSocket_Disposed_AreClosed()
    {
        await using InteropServer server = await InteropServer.StartAsync();
        ChannelSocket socket = server.CreateSocket();
        var room = new RoomClient(socket.CreateChannel("room:lobby"));
        _ = await room.JoinAsync(new Note("ann")).Within();

        await room.DisposeAsync().Within();
        await socket.DisposeAsync().Within();

        Assert.True(room.Closed.IsCompleted);
        Assert.Equal(SocketState.Closed, socket.State);
    }

    private static ChannelReader<string> EventsOf(RoomClient room)
    {
        Channel<string> events = Channel.CreateUnbounded<string>();
        _ = room.Noted.Add(note => events.Writer.TryWrite(note.Text));
        return events.Reader;
    }
}
