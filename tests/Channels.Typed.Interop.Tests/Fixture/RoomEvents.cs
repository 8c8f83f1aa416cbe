using Chat;

namespace Channels.Typed.Interop.Tests.Fixture;

/// <summary>A receiver of a room's events that writes them down.</summary>
internal sealed class RoomEvents : IRoomEvents
{
    public Seen<object> Seen { get; } = new();

    public ValueTask MessagePostedAsync(Message message) => Note(message);

    public ValueTask MemberJoinedAsync(Member member) => Note("joined: " + member.Nick);

    public ValueTask MemberLeftAsync(Member member) => Note("left: " + member.Nick);

    public ValueTask TypingAsync(TypingNotice notice) => Note("typing: " + notice.Nick);

    private ValueTask Note(object happening)
    {
        Seen.Add(happening);
        return default;
    }
}
