using System.Text;
using Channels.Typed.Protocol;

namespace Channels.Typed.Tests.Fixture;

/// <summary>A frame as text, independent of its buffer. Topic and event are null if they are not JSON strings.</summary>
internal sealed record FrameText(string JoinRef, string Ref, string RawTopic, string? Topic, string? Event, string Payload)
{
    public static FrameText Read(string json) => Read(Encoding.UTF8.GetBytes(json));

    public static FrameText Read(ReadOnlySpan<byte> utf8)
    {
        Frame frame = JsonFrameReader.Read(utf8);
        return new FrameText(
            Encoding.UTF8.GetString(frame.JoinRef),
            Encoding.UTF8.GetString(frame.Ref),
            Encoding.UTF8.GetString(frame.RawTopic),
            frame.IsTopicString ? Encoding.UTF8.GetString(frame.Topic) : null,
            frame.IsEventString ? Encoding.UTF8.GetString(frame.Event) : null,
            Encoding.UTF8.GetString(frame.Payload));
    }
}
