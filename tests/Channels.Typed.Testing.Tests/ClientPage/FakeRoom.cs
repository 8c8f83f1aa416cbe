using Chat;

namespace Channels.Typed.Testing.Tests.ClientPage;

#region readme-client-fake
/// <summary>A room for tests: it keeps the posted texts, and the test raises its events.</summary>
public sealed class FakeRoom : IRoomChannelClient
{
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public List<string> Posts { get; } = [];

    public TestEvent<Member> MemberJoined { get; } = new();

    public TestEvent<Message> MessagePosted { get; } = new();

    public TestEvent<ChannelStateChange> StateChanged { get; } = new();

    public RoomTopic Topic => new("lobby");

    public ChannelState State { get; private set; }

    public Task Closed => _closed.Task;

    public Task<Reply<RoomSnapshot, JoinRefused>> JoinAsync(JoinRoom request, CancellationToken cancellationToken = default)
    {
        State = ChannelState.Joined;
        return Task.FromResult<Reply<RoomSnapshot, JoinRefused>>(new RoomSnapshot([], [request.Nick]));
    }

    public async Task<Reply<RoomSnapshot, JoinRefused>> JoinAsync(
        Func<CancellationToken, ValueTask<JoinRoom>> request, TimeSpan? timeout, CancellationToken cancellationToken) =>
        await JoinAsync(await request(cancellationToken), cancellationToken);

    public Task<Reply<Posted, PostRefused>> PostMessageAsync(PostMessage message, CancellationToken cancellationToken = default)
    {
        Posts.Add(message.Body);
        return Task.FromResult<Reply<Posted, PostRefused>>(new Posted(Posts.Count));
    }

    public Task TypingAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task LeaveAsync(CancellationToken cancellationToken = default)
    {
        State = ChannelState.Closed;
        _closed.TrySetResult();
        return Task.CompletedTask;
    }

    public IDisposable OnMemberJoined(Func<Member, ValueTask> handler) => MemberJoined.Add(handler);

    public IDisposable OnMessagePosted(Func<Message, ValueTask> handler) => MessagePosted.Add(handler);

    public IDisposable OnStateChanged(Func<ChannelStateChange, ValueTask> handler) => StateChanged.Add(handler);

    // Not used by the tests.
    public IDisposable OnMemberLeft(Func<Member, ValueTask> handler) => throw new NotSupportedException();

    public IDisposable OnTyping(Func<TypingNotice, ValueTask> handler) => throw new NotSupportedException();

    public IDisposable OnJoined(Func<Joined<RoomSnapshot>, ValueTask> handler) => throw new NotSupportedException();

    public IDisposable OnRejoined(Func<Reply<RoomSnapshot, JoinRefused>, ValueTask> handler) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => new(LeaveAsync());
}
#endregion
