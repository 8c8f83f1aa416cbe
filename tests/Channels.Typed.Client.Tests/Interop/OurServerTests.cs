using Channels.Typed.Client.Tests.Fixture;

namespace Channels.Typed.Client.Tests.Interop;

/// <summary>Client and server together over a real WebSocket and the real clock.</summary>
public sealed class OurServerTests
{
    [Fact]
    public async Task TwoClients_OneRoom_HearEachOther()
    {
        await using InteropServer server = await InteropServer.StartAsync();
        await using ChannelSocket annSocket = server.CreateSocket();
        await using ChannelSocket bobSocket = server.CreateSocket();
        await using var ann = new RoomClient(annSocket.CreateChannel("room:lobby"));
        await using var bob = new RoomClient(bobSocket.CreateChannel("room:lobby"));
        var heard = new TaskCompletionSource<Note>();
        var typing = new TaskCompletionSource<Note>();
        using IDisposable subscription = bob.Noted.Add(note => _ = note.Text == "typing" ? typing.TrySetResult(note) : heard.TrySetResult(note));
        _ = await bob.JoinAsync(new Note("bob")).Within();
        _ = await ann.JoinAsync(new Note("ann")).Within();

        Assert.Equal(new Note("hello"), await ann.PostAsync(new Note("hello")).Within());
        await ann.TypingAsync().Within();

        Assert.Equal(new Note("hello"), await heard.Task.Within());
        _ = await typing.Task.Within();
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
    public async Task Join_TopicThatNobodyServes_ThrowsUnmatchedTopic()
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
    public async Task ChannelStopsOnServer_ClientEnds()
    {
        await using InteropServer server = await InteropServer.StartAsync();
        await using ChannelSocket socket = server.CreateSocket();
        await using var room = new RoomClient(socket.CreateChannel("room:lobby"));
        _ = await room.JoinAsync(new Note("ann")).Within();

        _ = await room.PostAsync(new Note("stop")).Within();

        await room.Closed.Within();
        Assert.Equal(ChannelErrorReason.Closed, await ChannelCalls.ReasonOf(room.PostAsync(new Note("late"))));
    }

    [Fact]
    public async Task ServerDisconnectsUser_ClientReconnectsAndRejoins()
    {
        await using InteropServer server = await InteropServer.StartAsync();
        await using ChannelSocket socket = server.CreateSocket(static options => options.Params.Add("user", "ann"));
        var lost = new TaskCompletionSource<SocketStateChangedEventArgs>();
        socket.StateChanged += (_, change) => _ = change.State == SocketState.Reconnecting && lost.TrySetResult(change);
        await using var room = new RoomClient(socket.CreateChannel("room:lobby"));
        _ = await room.JoinAsync(new Note("ann")).Within();
        var rejoined = new TaskCompletionSource();
        using IDisposable subscription = room.OnRejoined(_ => rejoined.TrySetResult());

        await server.Channels.DisconnectAsync("ann").Within();

        Assert.Equal(1001, (await lost.Task.Within()).CloseCode);
        await rejoined.Task.Within();
        _ = await room.PostAsync(new Note("again")).Within();
    }

    [Fact]
    public async Task ServerRefusesConnection_StatusIsReported()
    {
        await using InteropServer server = await InteropServer.StartAsync();
        await using ChannelSocket socket = server.CreateSocket(static options => options.Params.Add("refuse", "1"));
        var refused = new TaskCompletionSource<SocketStateChangedEventArgs>();
        socket.StateChanged += (_, change) => _ = change.Reason == SocketStateReason.ConnectFailed && refused.TrySetResult(change);
        using var cancel = new CancellationTokenSource();
        Task connected = socket.ConnectAsync(cancel.Token);

        Assert.Equal(403, (await refused.Task.Within()).HttpStatus);

        await cancel.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connected.Within());
    }

    [Fact]
    public async Task MessageTooLarge_ConnectionIsMadeAgain()
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
    public async Task Disposed_RoomAndSocket_EndQuietly()
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
}
