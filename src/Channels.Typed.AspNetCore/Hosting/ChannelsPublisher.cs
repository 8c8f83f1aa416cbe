using Channels.Typed.CompilerServices;
using Channels.Typed.PubSub;

namespace Channels.Typed.AspNetCore.Hosting;

/// <summary>The server's implementation of <see cref="IChannels"/>: sends through PubSub.</summary>
internal sealed class ChannelsPublisher(ChannelPubSub pubSub) : IChannels
{
    private static readonly EventName Disconnect = new("disconnect");

    public EventTarget Topic(string topic) => new TopicTarget(topic, pubSub);

    public ValueTask DisconnectAsync(string socketId) => Topic(socketId).SendAsync(EventScope.Broadcast, Disconnect);
}
