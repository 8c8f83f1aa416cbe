using Channels.Typed;

namespace Chat;

#region readme-contract
[Channel("room:{room}", JsonContext = typeof(ChatJson))]
public partial interface IRoomChannel : IChannel<IRoomEvents>
{
    [Join]
    Task<Reply<RoomSnapshot, JoinRefused>> JoinAsync(JoinRoom request, CancellationToken cancellationToken = default);

    [HandleIn]                                          // on the wire: "post_message"
    Task<Reply<Posted, PostRefused>> PostMessageAsync(PostMessage message, CancellationToken cancellationToken = default);

    [HandleIn("typing", NoReply = true)]
    Task TypingAsync(CancellationToken cancellationToken = default);
}
#endregion
