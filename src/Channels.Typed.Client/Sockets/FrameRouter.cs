using Channels.Typed.Client.Events;
using Channels.Typed.Client.Frames;
using Channels.Typed.CompilerServices;
using Channels.Typed.Protocol;

namespace Channels.Typed.Client.Sockets;

/// <summary>Finds the receiver of a frame: replies go by their ref, all other frames by topic and join ref.</summary>
internal static class FrameRouter
{
    /// <summary>Delivers one frame. Takes the lock.</summary>
    public static Backpressure Route(SocketEngine engine, Connection connection, in Frame frame, ReadOnlySpan<byte> binaryStatus = default)
    {
        lock (engine.Lock)
        {
            // A topic or event that is not a string is legal and has no receiver here. Frames of a connection that was replaced are
            // ignored.
            if (connection != engine.Connection || !frame.IsTopicString || !frame.IsEventString)
            {
                return Backpressure.None;
            }

            ClientChannel? channel = engine.Find(frame.Topic);
            if (frame.Event.SequenceEqual(PhoenixEvents.Reply))
            {
                return RouteReply(connection, channel, frame, binaryStatus);
            }

            return channel is null ? Backpressure.None : channel.Membership.OnFrame(frame);
        }
    }

    private static Backpressure RouteReply(Connection connection, ClientChannel? channel, in Frame frame, ReadOnlySpan<byte> binaryStatus)
    {
        ReplyFrame reply = frame.IsBinary ? ReplyPayload.OfBytes(binaryStatus, frame.Payload) : ReplyPayload.Read(frame.Payload);
        Backpressure pressure = Backpressure.None;
        if (RefText.TryRead(frame.Ref, out long reference) && connection.TryTakePending(reference, out PendingReply? pending))
        {
            pressure = pending!.OnReply(reply); // Taken, so not null.
        }

        if (ReplyPayload.IsUnmatchedTopic(reply))
        {
            channel?.Membership.OnUnknownToServer();
        }

        return pressure;
    }
}
