using Channels.Typed;
using Channels.Typed.AspNetCore;

namespace Chat.Server;

#region readme-handler
[ChannelHandler]
public sealed partial class RoomChannel(MessageStore store, RoomMembers members) : IRoomChannel, IHandleAfterJoin, IHandleTerminate
{
    private Seat? _seat;                                // fields are the channel's state: one instance per joined client

    private string Nick => _seat!.Nick;                 // set by the join, which is called first

    public async Task<Reply<RoomSnapshot, JoinRefused>> JoinAsync(JoinRoom request, CancellationToken cancellationToken)
    {
        string nick = request.Nick.Trim();
        if (nick.Length == 0) return new JoinRefused.NickEmpty();
        if (nick.Length > ChatLimits.Nick) return new JoinRefused.NickTooLong(ChatLimits.Nick);

        IReadOnlyList<Message> latest = await store.LatestAsync(Topic.Room, cancellationToken);
        if (!members.TryEnter(Topic.Room, nick, request.Session, out _seat)) return new JoinRefused.NickTaken();
        return new RoomSnapshot(latest, members.In(Topic.Room));
    }

    public async Task<Reply<Posted, PostRefused>> PostMessageAsync(PostMessage message, CancellationToken cancellationToken)
    {
        string body = message.Body.Trim();
        if (body.Length == 0) return new PostRefused.Empty();
        if (body.Length > ChatLimits.Body) return new PostRefused.TooLong(ChatLimits.Body);

        Message saved = await store.AddAsync(Topic.Room, Nick, body, cancellationToken);
        await Broadcast.MessagePostedAsync(saved);      // to all clients of the topic; BroadcastFrom: all but this one; Push: only this one
        return new Posted(saved.Id);
    }

    [RateLimit(10, perSeconds: 1)]                      // per joined client; further calls are dropped
    public async Task TypingAsync(CancellationToken cancellationToken) => await Broadcast.TypingAsync(new(Nick));

    public async ValueTask AfterJoinAsync(CancellationToken cancellationToken)
    {
        if (_seat!.IsNew) await BroadcastFrom.MemberJoinedAsync(new(Nick));
    }

    public async ValueTask TerminateAsync(TerminateReason reason)
    {
        if (members.Leave(_seat!)) await Broadcast.MemberLeftAsync(new(Nick));
    }

    // Required, because the contract intercepts "typing". Null drops the event: a client does not get its own typing notice.
    private partial ValueTask<TypingNotice?> InterceptTypingAsync(TypingNotice notice) => new(notice.Nick == Nick ? null : notice);
}
#endregion
