using Chat;

namespace Channels.Typed.Testing.Tests.ClientPage;

#region readme-client-transcript
/// <summary>Writes down what happens in a room. An event that is added to the contract does not compile until it is handled here.</summary>
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
