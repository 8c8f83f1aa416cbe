using Chat;

namespace Channels.Typed.Testing.Tests.ClientPage;

#region readme-client-greeter
/// <summary>Greets each new member of a room.</summary>
public sealed class Greeter(IRoomChannelClient room)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using IDisposable greetings = room.OnMemberJoined(async member =>
            _ = await room.PostMessageAsync(new PostMessage($"Hello, {member.Nick}!")));

        Reply<RoomSnapshot, JoinRefused> joined = await room.JoinAsync(new JoinRoom("greeter"), cancellationToken);
        if (joined.IsOk) await room.Closed.WaitAsync(cancellationToken);
    }
}
#endregion
