// Greets each new member of a room, until it is stopped or the server closes the channel.

using Channels.Typed;
using Channels.Typed.Client;
using Chat;

string server = args is [string address, ..] ? address : "http://localhost:5080";

#region readme-client
await using var socket = new ChannelSocket(new Uri(server + "/socket"));
await using RoomChannelClient room = socket.RoomChannel("lobby");
using IDisposable greetings = room.OnMemberJoined(async member =>
    _ = await room.PostMessageAsync(new PostMessage($"Hello, {member.Nick}!")));

Reply<RoomSnapshot, JoinRefused> joined = await room.JoinAsync(new JoinRoom("greeter"));
Console.WriteLine(joined.Match(
    snapshot => $"In the lobby: {string.Join(", ", snapshot.Members)}.",
    refusal => refusal switch
    {
        JoinRefused.NickTaken => "There is a greeter already.",
        JoinRefused.NickTooLong(int maxLength) => $"{maxLength} characters at most.",
        _ => "The join was refused.",
    }));
#endregion

if (joined.IsOk)
{
    await room.Closed;
}
