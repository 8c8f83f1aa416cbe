using System.Buffers;
using Channels.Typed.Protocol;

namespace Channels.Typed.AspNetCore.LongPolling;

/// <summary>The frames that one poll returns.</summary>
internal sealed class PollBatch(List<ReadOnlyMemory<byte>> frames, int length)
{
    public List<ReadOnlyMemory<byte>> Frames => frames;

    /// <summary>Gets the number of bytes of all frames.</summary>
    public int Length => length;

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
