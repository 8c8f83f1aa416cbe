using System.Text;
using Channels.Typed.CompilerServices;
using Channels.Typed.Protocol;

namespace Channels.Typed.PubSub.Tests.Fixture;

/// <summary>Creates broadcasts as the server does: encoded once into a buffer.</summary>
internal static class Frames
{
    public static readonly EventName Noted = new("noted");

    public static Broadcast Broadcast(string topic, string payload = "{}") => Broadcast(topic, Noted, Encoding.UTF8.GetBytes(payload));

    public static Broadcast Broadcast(string topic, EventName eventName, ReadOnlySpan<byte> payload)
    {
        FrameBuffer buffer = FrameBuffer.Rent();
        try
        {
            JsonFrameWriter.StartBroadcast(buffer, JsonText.Encode(topic), eventName.Json);
            int payloadOffset = buffer.Length;
            buffer.Write(payload);
            JsonFrameWriter.End(buffer);
            return PubSub.Broadcast.FromBuffer(topic, eventName, buffer, payloadOffset);
        }
        finally
        {
            buffer.Return();
        }
    }

    public static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);
}
