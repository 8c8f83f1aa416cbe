using System.Text;
using Channels.Typed.CompilerServices;
using Channels.Typed.Protocol;

namespace Channels.Typed.Tests.Fixture;

/// <summary>Records the events that are sent.</summary>
internal sealed class RecordingTarget : EventTarget
{
    public List<(EventScope Scope, string Frame, string Payload)> Sent { get; } = [];

    public Exception? Failure { get; set; }

    protected override void Start(FrameBuffer buffer, EventScope scope, EventName eventName) =>
        JsonFrameWriter.StartBroadcast(buffer, "\"room:a\""u8, eventName.Json);

    protected override ValueTask Send(FrameBuffer buffer, EventScope scope, EventName eventName, int payloadOffset)
    {
        if (Failure is not null)
        {
            throw Failure;
        }

        string payload = Encoding.UTF8.GetString(buffer.Written[payloadOffset..]);
        JsonFrameWriter.End(buffer);
        Sent.Add((scope, Encoding.UTF8.GetString(buffer.Written), payload));
        return default;
    }

    protected override ValueTask SendBinary(EventScope scope, EventName eventName, ReadOnlySpan<byte> payload)
    {
        Sent.Add((scope, eventName.Name, Convert.ToHexString(payload)));
        return default;
    }
}
