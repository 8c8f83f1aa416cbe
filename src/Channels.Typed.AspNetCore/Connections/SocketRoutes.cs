using Channels.Typed.AspNetCore.Channels;

namespace Channels.Typed.AspNetCore.Connections;

/// <summary>The channels of a mount. The first channel whose pattern matches serves a topic.</summary>
internal sealed class SocketRoutes(ChannelRoute[] channels)
{
    private readonly int _mostParameters = channels.Length == 0 ? 0 : channels.Max(channel => channel.Handler.Pattern.ParameterCount);

    public ChannelRoute? Find(string topic)
    {
        var values = new string[_mostParameters];
        foreach (ChannelRoute channel in channels)
        {
            if (channel.Handler.Pattern.TryMatch(topic, values))
            {
                return channel;
            }
        }

        return null;
    }
}
