using System.Buffers;
using Channels.Typed.Protocol;

namespace Channels.Typed.AspNetCore.LongPolling;

/// <summary>The frames that one poll takes with it.</summary>
internal sealed class PollBatch(List<ReadOnlyMemory<byte>> frames, int length)
{
    public List<ReadOnlyMemory<byte>> Frames => frames;

    /// <summary>Bytes of all frames.</summary>
    public int Length => length;

    /// <summary>A JSON array of strings, each of them one frame.</summary>
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
