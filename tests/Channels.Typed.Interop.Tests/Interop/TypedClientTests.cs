using Channels.Typed.Client;
using Channels.Typed.Interop.Tests.Fixture;
using Channels.Typed.Interop.Tests.Lab;
using Chat;

namespace Channels.Typed.Interop.Tests.Interop;

/// <summary>Our client against our server, over a real connection.</summary>
public sealed class TypedClientTests
{
    [Fact]
    public async Task Join_GivesTheTypedSnapshot()
    {
        await using ChatHost server = await ChatHost.StartAsync();
        await using Visitor ann = await Visitor.JoinAsync(server, "Ann");
        await ann.Room.PostMessageAsync(new PostMessage("first"));
        await using Visitor bea = Visitor.Make(server);

        Reply<RoomSnapshot, JoinRefused> joined = await bea.Room.JoinAsync(new JoinRoom("Bea"));

        Assert.Equal(["Ann", "Bea"], joined.Value.Members);
        Assert.Equal(("Ann", "first"), (joined.Value.Messages[0].Nick, joined.Value.Messages[0].Body));
        Assert.Equal(ChannelState.Joined, bea.Room.State);
        Assert.IsType<Message>(await ann.Events.Seen.NextAsync());
        Assert.Equal("joined: Bea", await ann.Events.Seen.NextAsync());
    }

    [Fact]
    public async Task Join_Refused_GivesTheDeclaredCase()
    {
        await using ChatHost server = await ChatHost.StartAsync();
        await using Visitor ann = await Visitor.JoinAsync(server, "Ann");
        await using Visitor other = Visitor.Make(server);

        Assert.Equal(new JoinRefused.NickEmpty(), (await other.Room.JoinAsync(new JoinRoom(" "))).Error);
        Assert.Equal(new JoinRefused.NickTooLong(20), (await other.Room.JoinAsync(new JoinRoom(new string('x', 21)))).Error);
        Assert.Equal(new JoinRefused.NickTaken(), (await other.Room.JoinAsync(new JoinRoom("ANN"))).Error);
        Assert.True((await other.Room.JoinAsync(new JoinRoom("Bea"))).IsOk);
    }

    [Fact]
    public async Task Join_WithTheSameSession_TakesTheNickBack()
    {
        await using ChatHost server = await ChatHost.StartAsync();
        await using Visitor before = Visitor.Make(server);
        await using Visitor after = Visitor.Make(server);

        Assert.True((await before.Room.JoinAsync(new JoinRoom("Ann", "s1"))).IsOk);

        Assert.Equal(new JoinRefused.NickTaken(), (await after.Room.JoinAsync(new JoinRoom("Ann", "s2"))).Error);
        Assert.True((await after.Room.JoinAsync(new JoinRoom("Ann", "s1"))).IsOk);
    }

    [Fact]
    public async Task Join_UnknownTopic_Throws()
    {
        await using ChatHost server = await ChatHost.StartAsync();
        await using ChannelSocket socket = Visitor.Connect(server.Lab);
        await using RoomChannelClient room = socket.RoomChannel("lobby");

        ChannelException e = await Assert.ThrowsAsync<ChannelException>(() => room.JoinAsync(new JoinRoom("Ann")));

        Assert.Equal(ChannelErrorReason.UnmatchedTopic, e.Reason);
    }

    [Fact]
    public async Task Push_IsAnsweredAndBroadcastToAll()
    {
        await using ChatHost server = await ChatHost.StartAsync();
        await using Visitor ann = await Visitor.JoinAsync(server, "Ann");
        await using Visitor bea = await Visitor.JoinAsync(server, "Bea");
        Assert.Equal("joined: Bea", await ann.Events.Seen.NextAsync());

        Reply<Posted, PostRefused> posted = await ann.Room.PostMessageAsync(new PostMessage("Hello, \"Bea\" 🙂"));

        Message seenByAnn = Assert.IsType<Message>(await ann.Events.Seen.NextAsync());
        Message seenByBea = Assert.IsType<Message>(await bea.Events.Seen.NextAsync());
        Assert.Equal(posted.Value.Id, seenByAnn.Id);
        Assert.Equal(seenByAnn, seenByBea);
        Assert.Equal("Hello, \"Bea\" 🙂", seenByBea.Body);
    }

    [Fact]
    public async Task Push_Refused_GivesTheDeclaredCase()
    {
        await using ChatHost server = await ChatHost.StartAsync();
        await using Visitor ann = await Visitor.JoinAsync(server, "Ann");

        Assert.Equal(new PostRefused.Empty(), (await ann.Room.PostMessageAsync(new PostMessage("\n"))).Error);
        Assert.Equal(new PostRefused.TooLong(500), (await ann.Room.PostMessageAsync(new PostMessage(new string('x', 501)))).Error);
    }

    [Fact]
    public async Task Push_NotAnswered_TimesOut()
    {
        await using ChatHost server = await ChatHost.StartAsync();
        await using ChannelSocket socket = Visitor.Connect(server.Lab);
        await using LabChannelClient lab = socket.LabChannel("a");
        await lab.JoinAsync();

        ChannelException e = await Assert.ThrowsAsync<ChannelException>(() => lab.NeverAnswerAsync(TimeSpan.FromMilliseconds(50)));

        Assert.Equal(ChannelErrorReason.Timeout, e.Reason);
    }

    [Fact]
    public async Task Typing_IsIntercepted_OnlyOthersAreTold()
    {
        await using ChatHost server = await ChatHost.StartAsync();
        await using Visitor ann = await Visitor.JoinAsync(server, "Ann");
        await using Visitor bea = await Visitor.JoinAsync(server, "Bea");
        Assert.Equal("joined: Bea", await ann.Events.Seen.NextAsync());

        await ann.Room.TypingAsync();
        await ann.Room.PostMessageAsync(new PostMessage("done"));

        // An intercepted event takes the way through the channel, so the message may overtake it.
        object[] seenByBea = [await bea.Events.Seen.NextAsync(), await bea.Events.Seen.NextAsync()];
        Assert.Contains("typing: Ann", seenByBea);
        Assert.IsType<Message>(await ann.Events.Seen.NextAsync());
    }

    [Fact]
    public async Task Events_ArriveAsHandlersAndStreamsToo()
    {
        await using ChatHost server = await ChatHost.StartAsync();
        await using Visitor ann = await Visitor.JoinAsync(server, "Ann");
        var handled = new Seen<string>();
        using IDisposable handler = ann.Room.OnMessagePosted(message => handled.Add(message.Body));
        using var guard = new CancellationTokenSource(Patience.Time, TimeProvider.System);
        await using IAsyncEnumerator<Message> stream = ann.Room.ReadMessagePostedAsync(cancellationToken: guard.Token).GetAsyncEnumerator(guard.Token);
        ValueTask<bool> next = stream.MoveNextAsync(); // It listens from here on.

        await ann.Room.PostMessageAsync(new PostMessage("one"));
        Assert.Equal("one", await handled.NextAsync());
        handler.Dispose();
        await ann.Room.PostMessageAsync(new PostMessage("two"));

        Assert.True(await next);
        Assert.Equal("one", stream.Current.Body);
        Assert.True(await stream.MoveNextAsync());
        Assert.Equal("two", stream.Current.Body);
        Assert.Equal(["one"], handled.All);
    }

    [Fact]
    public async Task Publisher_ReachesTheRoomFromAnywhereOnTheServer()
    {
        await using ChatHost server = await ChatHost.StartAsync();
        await using Visitor ann = await Visitor.JoinAsync(server, "Ann");
        var message = new Message(1, "the house", "Tea is ready", DateTimeOffset.UnixEpoch);

        await server.Channels.RoomChannel("kitchen").MessagePostedAsync(message with { Id = 2 });
        await server.Channels.RoomChannel("lobby").MessagePostedAsync(message);

        Assert.Equal(message, await ann.Events.Seen.NextAsync());
    }

    [Fact]
    public async Task Leave_EndsTheChannelAndTheOthersAreTold()
    {
        await using ChatHost server = await ChatHost.StartAsync();
        await using Visitor ann = await Visitor.JoinAsync(server, "Ann");
        await using Visitor bea = await Visitor.JoinAsync(server, "Bea");
        Assert.Equal("joined: Bea", await ann.Events.Seen.NextAsync());

        await bea.Room.LeaveAsync();

        Assert.Equal("left: Bea", await ann.Events.Seen.NextAsync());
        Assert.Equal(ChannelState.Closed, bea.Room.State);
        ChannelException e = await Assert.ThrowsAsync<ChannelException>(() => bea.Room.PostMessageAsync(new PostMessage("too late")));
        Assert.Equal(ChannelErrorReason.Closed, e.Reason);
    }

    [Fact]
    public async Task Crash_FailsThePushAndTheChannelRejoins()
    {
        await using ChatHost server = await ChatHost.StartAsync();
        await using ChannelSocket socket = Visitor.Connect(server.Lab);
        await using LabChannelClient lab = socket.LabChannel("a");
        var rejoined = new Seen<LabJoined>();
        using IDisposable subscription = lab.OnRejoined(rejoined.Add);
        Assert.Equal(new LabJoined(1), await lab.JoinAsync());

        ChannelException e = await Assert.ThrowsAsync<ChannelException>(() => lab.CrashAsync());

        Assert.Equal(ChannelErrorReason.ChannelCrashed, e.Reason);
        Assert.Equal(new LabJoined(2), await rejoined.NextAsync());
        Assert.Equal(new Echoed("back"), await lab.EchoAsync(new Echoed("back")));
    }

    [Fact]
    public async Task Stop_ClosesTheChannelForGood()
    {
        await using ChatHost server = await ChatHost.StartAsync();
        await using ChannelSocket socket = Visitor.Connect(server.Lab);
        await using LabChannelClient lab = socket.LabChannel("a");
        await lab.JoinAsync();

        await lab.StopAsync();

        await lab.Closed.WaitAsync(Patience.Time, TimeProvider.System);
        Assert.Equal(ChannelState.Closed, lab.State);
    }

    [Fact]
    public async Task ServerRestarts_TheClientRejoinsByItself()
    {
        await using ChatHost server = await ChatHost.StartAsync(mayRestart: true);
        await using Visitor ann = await Visitor.JoinAsync(server, "Ann");
        var rejoined = new Seen<Reply<RoomSnapshot, JoinRefused>>();
        using IDisposable subscription = ann.Room.OnRejoined(rejoined.Add);

        await server.RestartAsync();

        Reply<RoomSnapshot, JoinRefused> reply = await rejoined.NextAsync();
        Assert.Equal(["Ann"], reply.Value.Members);
        Assert.True((await ann.Room.PostMessageAsync(new PostMessage("Still here"))).IsOk);
        Assert.Equal("Still here", Assert.IsType<Message>(await ann.Events.Seen.NextAsync()).Body);
    }

    [Fact]
    public async Task Channels_OfOneSocket_AreIndependent()
    {
        await using ChatHost server = await ChatHost.StartAsync();
        await using ChannelSocket socket = Visitor.Connect(server.Lab);
        await using LabChannelClient slow = socket.LabChannel("slow");
        await using LabChannelClient quick = socket.LabChannel("quick");
        await slow.JoinAsync();
        await quick.JoinAsync();
        using var enough = new CancellationTokenSource();

        Task never = slow.NeverAnswerAsync(enough.Token);

        Assert.Equal(new Echoed("first"), await quick.EchoAsync(new Echoed("first")));
        await enough.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => never);
    }
}
