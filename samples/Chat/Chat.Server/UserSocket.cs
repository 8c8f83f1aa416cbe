using Channels.Typed.AspNetCore;

namespace Chat.Server;

#region readme-socket
public sealed class UserSocket : IUserSocket
{
    public static void Configure(SocketBuilder socket) => socket.Add<RoomChannel>();

    public ValueTask<ConnectResult> ConnectAsync(ConnectContext connect, CancellationToken cancellationToken) =>
        new(ConnectResult.Accept());                    // anyone may chat; to refuse, check connect.Params or the user
}
#endregion
