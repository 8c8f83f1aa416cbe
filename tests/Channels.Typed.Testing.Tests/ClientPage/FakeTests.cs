using Chat;

namespace Channels.Typed.Testing.Tests.ClientPage;

/// <summary>A handwritten fake of the generated interface.</summary>
public sealed class FakeTests
{
    private static readonly Message Hello = new(1, "ann", "hello", default);

    #region readme-client-fake-test
    [Fact]
    public async Task Member_ComesIn_IsGreeted()
    {
        var room = new FakeRoom();
        Task running = new Greeter(room).RunAsync(CancellationToken.None);

        await room.MemberJoined.RaiseAsync(new Member("ann"));
        await room.LeaveAsync();
        await running;

        Assert.Equal(["Hello, ann!"], room.Posts);
    }
    #endregion

    [Fact]
    public async Task Handlers_OfAllKinds_ReceiveEventsOfAFake()
    {
        var room = new FakeRoom();
        var received = new List<string>();
        using IDisposable synchronous = room.OnMessagePosted(message => received.Add("action " + message.Body));
        using IDisposable asynchronous = room.OnMessagePosted(async message =>
        {
            await Task.Yield();
            received.Add("function " + message.Body);
        });
        using IDisposable group = room.OnMemberJoined(new List<Member>().Add);
        await using IAsyncEnumerator<Message> messages = room.ReadMessagePostedAsync().GetAsyncEnumerator();
        ValueTask<bool> next = messages.MoveNextAsync();

        await room.MessagePosted.RaiseAsync(Hello);

        Assert.True(await next.Within());
        Assert.Equal(Hello, messages.Current);
        Assert.Equal(["action hello", "function hello"], received);
        Assert.Equal(3, room.MessagePosted.Count);
        await room.LeaveAsync();
        Assert.False(await messages.MoveNextAsync().Within());
        Assert.Equal(2, room.MessagePosted.Count);
        synchronous.Dispose();
        asynchronous.Dispose();
        Assert.Equal(0, room.MessagePosted.Count);
    }

    [Fact]
    public async Task Hooks_ReceiveStateChangesOfAFake()
    {
        var room = new FakeRoom();
        var received = new List<string>();
        using IDisposable all = room.OnStateChanged(change => received.Add($"state {change.State}"));
        using IDisposable errored = room.OnErrored(_ => received.Add("errored"));
        using IDisposable closed = room.OnClosed(_ => received.Add("closed"));

        await room.StateChanged.RaiseAsync(Change(ChannelState.Joined));
        await room.StateChanged.RaiseAsync(Change(ChannelState.Errored));
        await room.StateChanged.RaiseAsync(Change(ChannelState.Closed));

        Assert.Equal(["state Joined", "state Errored", "errored", "state Closed", "closed"], received);
    }

    [Fact]
    public async Task Event_HandlerFails_TheTestSees()
    {
        var source = new TestEvent<Member>();
        _ = Assert.Throws<ArgumentNullException>(() => source.Add(null!));
        using IDisposable subscription = source.Add(_ => throw new InvalidDataException());

        _ = await Assert.ThrowsAsync<InvalidDataException>(() => source.RaiseAsync(new Member("ann")));
    }

    private static ChannelStateChange Change(ChannelState state) =>
        new(ChannelState.Joining, state, ChannelStateReason.Joined);
}
