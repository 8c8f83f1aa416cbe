using System.Buffers;
using Channels.Typed.Protocol;

namespace Channels.Typed.AspNetCore.LongPolling;

/// <summary>The frames that one poll returns.</summary>
internal sealed class PollBatch(List<ReadOnlyMemory<byte>> frames, int length, int limited)
{
    public List<ReadOnlyMemory<byte>> Frames => frames;

    /// <summary>Gets the number of bytes of all frames.</summary>
    public int Length => length;

    /// <summary>Gets how many of these bytes count toward the limit of the outbox.</summary>
    public int Limited => limited;

    /// <summary>Writes the frames as a JSON array with one string for each frame.</summary>
    public ReadOnlyMemory<byte> ToJson()
    {
        var json = new ArrayBufferWriter<byte>(length + (length / 4) + (4 * frames.Count) + 2);
        for (int i = 0; i < frames.Count; i++)
        {
            json.Write(i == 0 ? "["u8 : ","u8);
            json.Write(JsonText.Encode(frames[i].Span));
        }

        json.Write("]"u8);
        return json.WrittenMemory;
    }
}
