using Chat;

namespace Channels.Typed.Testing.Tests.ClientPage;

#region readme-client-transcript
/// <summary>Writes a line for each event. If the contract gets another event, this class must handle it to compile.</summary>
public sealed class Transcript(Action<string> write) : IRoomEvents
{
    public ValueTask MessagePostedAsync(Message message) => Write($"{message.Nick}: {message.Body}");

    public ValueTask MemberJoinedAsync(Member member) => Write($"{member.Nick} is here");

    public ValueTask MemberLeftAsync(Member member) => Write($"{member.Nick} is gone");

    public ValueTask TypingAsync(TypingNotice notice) => default;

    private ValueTask Write(string line)
    {
        write(line);
        return default;
    }
}
#endregion
