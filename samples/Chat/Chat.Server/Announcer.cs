using Channels.Typed;

namespace Chat.Server;

#region readme-publisher
public sealed class Announcer(IChannels channels, MessageStore store)
{
    public async Task AnnounceAsync(string room, string text, CancellationToken cancellationToken)
    {
        Message message = await store.AddAsync(room, "the house", text, cancellationToken);
        await channels.RoomChannel(room).MessagePostedAsync(message);
    }
}
#endregion
