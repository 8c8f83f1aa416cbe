using System.Security.Claims;
using Channels.Typed.AspNetCore.Gate.Filters;

namespace Channels.Typed.AspNetCore;

/// <summary>A request of a client: to join a channel, or to handle an event.</summary>
/// <remarks>
/// Authorization handlers get it as their resource, so they can decide by topic and event. Rate-limit policies choose their partition by
/// it. The key of a partition can be, for example, <see cref="Channel"/> (one topic on one connection), <see cref="Socket"/> (one
/// connection), <see cref="SocketContext.Id"/>, <see cref="SocketContext.RemoteIpAddress"/>, or the name of the user. Immutable.
/// </remarks>
public class ChannelRequest
{
    internal const string JoinEvent = "phx_join";

    internal ChannelRequest(IGatedChannel channel, string eventName)
    {
        Server = channel;
        Event = eventName;
    }

    /// <summary>Gets the channel. While its join is being handled, it is not joined yet.</summary>
    public ChannelContext Channel => Server.Context;

    /// <summary>Gets the topic.</summary>
    public string Topic => Server.Context.Topic;

    /// <summary>Gets the topic pattern of the channel, such as <c>room:{room}</c>.</summary>
    public string Template => Server.Template;

    /// <summary>Gets the event's name on the wire, <c>phx_join</c> for a join. The channel may not have such an event.</summary>
    public string Event { get; }

    /// <summary>Gets a value indicating whether the request is a join.</summary>
    public bool IsJoin => Event == JoinEvent;

    /// <summary>Gets the connection.</summary>
    public SocketContext Socket => Server.Context.Socket;

    /// <summary>Gets the user.</summary>
    public ClaimsPrincipal User => Socket.User;

    private protected IGatedChannel Server { get; }
}
