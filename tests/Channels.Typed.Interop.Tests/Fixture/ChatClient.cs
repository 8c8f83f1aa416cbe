using Channels.Typed.Client;
using Chat;

namespace Channels.Typed.Interop.Tests.Fixture;

/// <summary>The typed client in a room.</summary>
internal sealed class ChatClient : IAsyncDisposable
{
    private readonly ChannelSocket _socket;
    private readonly IDisposable _subscription;

    private ChatClient(Uri socket, string room)
    {
        _socket = Connect(socket);
        Room = _socket.RoomChannel(room);
        _subscription = Room.Subscribe(Events);
    }

    public RoomChannelClient Room { get; }

    public RoomEvents Events { get; } = new();

    /// <summary>A socket with a short rejoin delay.</summary>
    public static ChannelSocket Connect(Uri socket) => new(socket, new ChannelSocketOptions
    {
        RejoinDelays = [TimeSpan.FromMilliseconds(20)],
        Timeout = Patience.Time,
    });

    public static ChatClient Create(ChatHost server, string room = "lobby") => new(server.Socket, room);

    public static async Task<ChatClient> JoinAsync(ChatHost server, string nick, string room = "lobby")
    {
        ChatClient client = Create(server, room);
        Reply<RoomSnapshot, JoinRefused> joined = await client.Room.JoinAsync(new JoinRoom(nick));
        Assert.True(joined.IsOk, joined.ToString());
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        _subscription.Dispose();
        await Room.DisposeAsync();
        await _socket.DisposeAsync();
    }
}
