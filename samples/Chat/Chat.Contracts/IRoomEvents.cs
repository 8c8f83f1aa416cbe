using Channels.Typed;

namespace Chat;

#region readme-events
public interface IRoomEvents
{
    [HandleOut]                                         // on the wire: "message_posted"
    ValueTask MessagePostedAsync(Message message);

    [HandleOut]
    ValueTask MemberJoinedAsync(Member member);

    [HandleOut]
    ValueTask MemberLeftAsync(Member member);

    [HandleOut("typing", Intercept = true)]             // each channel may change or drop it for its client
    ValueTask TypingAsync(TypingNotice notice);
}
#endregion
