using System.Security.Claims;
using Channels.Typed.AspNetCore.Gate.Filters;

namespace Channels.Typed.AspNetCore;

/// <summary>What a client asks of a channel: to join it, or to handle an event.</summary>
/// <remarks>
/// Authorization handlers get it as their resource, so that they can decide by topic and event; policies of rate limits choose their partition
/// by it. Immutable. Anything that tells clients apart can be a partition's key: <see cref="Channel"/> for one topic on one connection,
/// <see cref="Socket"/> for one connection, <see cref="SocketContext.Id"/>, <see cref="SocketContext.RemoteIpAddress"/>, or the user's name.
/// </remarks>
public class ChannelRequest
{
    internal const string JoinEvent = "phx_join";

    internal ChannelRequest(IGatedChannel channel, string eventName)
    {
        Server = channel;
        Event = eventName;
    }

    /// <summary>Gets the channel, which is not joined yet while its join is handled.</summary>
    public ChannelContext Channel => Server.Context;

    /// <summary>Gets the topic as the client names it.</summary>
    public string Topic => Server.Context.Topic;

    /// <summary>Gets the topic pattern under which the channel is served, such as <c>room:{room}</c>.</summary>
    public string Template => Server.Template;

    /// <summary>Gets the event's name on the wire, <c>phx_join</c> for a join. It may be one that the channel does not have.</summary>
    public string Event { get; }

    /// <summary>Gets a value indicating whether the client wants to join.</summary>
    public bool IsJoin => Event == JoinEvent;

    /// <summary>Gets the connection.</summary>
    public SocketContext Socket => Server.Context.Socket;

    /// <summary>Gets who the client is.</summary>
    public ClaimsPrincipal User => Socket.User;

    private protected IGatedChannel Server { get; }
}
