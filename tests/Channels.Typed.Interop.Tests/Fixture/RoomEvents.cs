using Chat;

namespace Channels.Typed.Interop.Tests.Fixture;

/// <summary>Records the events of a room.</summary>
internal sealed class RoomEvents : IRoomEvents
{
    public Recorder<object> Received { get; } = new();

    public ValueTask MessagePostedAsync(Message message) => Record(message);

    public ValueTask MemberJoinedAsync(Member member) => Record("joined: " + member.Nick);

    public ValueTask MemberLeftAsync(Member member) => Record("left: " + member.Nick);

    public ValueTask TypingAsync(TypingNotice notice) => Record("typing: " + notice.Nick);

    private ValueTask Record(object item)
    {
        Received.Add(item);
        return default;
    }
}
