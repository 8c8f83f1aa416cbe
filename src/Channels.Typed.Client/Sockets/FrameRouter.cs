using Channels.Typed.Client.Events;
using Channels.Typed.Client.Joins;
using Channels.Typed.Client.Pushes;
using Channels.Typed.CompilerServices;
using Channels.Typed.Protocol;

namespace Channels.Typed.Client.Sockets;

/// <summary>Finds out whom a frame is for: replies by their ref, everything else by topic and join ref.</summary>
internal static class FrameRouter
{
    /// <summary>A frame came; what handlers are to be told of it is returned. Takes the gate.</summary>
    public static EventDelivery Route(SocketEngine engine, Connection connection, in Frame frame, ReadOnlySpan<byte> binaryStatus = default)
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

    private static EventDelivery RouteReply(Connection connection, ClientChannel? channel, in Frame frame, ReadOnlySpan<byte> binaryStatus)
    {
        ReplyFrame reply = frame.IsBinary ? ReplyPayload.OfBytes(binaryStatus, frame.Payload) : ReplyPayload.Read(frame.Payload);
        EventDelivery delivery = default;
        if (RefText.TryRead(frame.Ref, out long reference) && connection.TryTake(reference, out PendingReply? pending))
        {
            delivery = pending!.OnReply(reply); // Taken, so not null.
        }

        if (ReplyPayload.IsUnmatchedTopic(reply))
        {
            channel?.Membership.OnUnknownToServer();
        }

        return delivery;
    }
}
