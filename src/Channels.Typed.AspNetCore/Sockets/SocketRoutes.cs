using Channels.Typed.CompilerServices;

namespace Channels.Typed.AspNetCore.Sockets;

/// <summary>Which handler serves which topics of a socket: the first whose pattern matches.</summary>
internal sealed class SocketRoutes(HandlerDescriptor[] handlers)
{
    private readonly int _mostParameters = handlers.Length == 0 ? 0 : handlers.Max(handler => handler.Pattern.ParameterCount);

    public HandlerDescriptor? Find(string topic)
    {
        var values = new string[_mostParameters];
        foreach (HandlerDescriptor handler in handlers)
        {
            if (handler.Pattern.TryMatch(topic, values))
            {
                return handler;
            }
        }

        return null;
    }
}
