using Channels.Typed.Client.Events;
using Channels.Typed.Client.Joins;
using Channels.Typed.Client.Pushes;
using Channels.Typed.CompilerServices;
using Channels.Typed.Protocol;

namespace Channels.Typed.Client.Sockets;

/// <summary>Finds out whom a frame is for: replies by their ref, everything else by topic and join ref.</summary>
internal static class FrameRouter
{
    /// <summary>A frame came. Takes the gate. If handlers are told of it and their queue is full, the pump to wait for is returned.</summary>
    public static EventPump? Route(SocketEngine engine, Connection connection, in Frame frame, ReadOnlySpan<byte> binaryStatus = default)
    {
        lock (engine.Gate)
        {
            // Odd topics and events are legal and mean nothing to us; a connection that was replaced is not heard.
            if (connection != engine.Connection || !frame.IsTopicString || !frame.IsEventString)
            {
                return default;
            }

            ClientChannel? channel = engine.Find(frame.Topic);
            if (frame.Event.SequenceEqual(PhoenixEvents.Reply))
            {
                return RouteReply(connection, channel, frame, binaryStatus);
            }

            return channel is null ? default : channel.Membership.Receive(frame);
        }
    }

    private static EventPump? RouteReply(Connection connection, ClientChannel? channel, in Frame frame, ReadOnlySpan<byte> binaryStatus)
    {
        ReplyFrame reply = frame.IsBinary ? ReplyPayload.OfBytes(binaryStatus, frame.Payload) : ReplyPayload.Read(frame.Payload);
        EventPump? full = null;
        if (RefText.TryRead(frame.Ref, out long reference) && connection.TryTake(reference, out PendingReply? pending))
        {
            full = pending!.OnReply(reply); // Taken, so not null.
        }

        if (ReplyPayload.IsUnmatchedTopic(reply))
        {
            channel?.Membership.OnUnknownToServer();
        }

        return full;
    }
}
