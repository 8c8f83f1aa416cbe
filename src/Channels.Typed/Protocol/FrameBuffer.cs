using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Channels.Typed.Protocol;

/// <summary>A growing buffer in which one frame is written; each thread keeps one, so that writing a frame allocates nothing.</summary>
/// <remarks>Not safe for use from several threads. Whoever rents it returns it, before the next await.</remarks>
[SuppressMessage("Design", "CA1001", Justification = "The writer holds nothing but this buffer.")]
public sealed class FrameBuffer : IBufferWriter<byte>
{
    /// <summary>Bytes left free in front of the frame, for the header of the transport (the longest WebSocket header).</summary>
    public const int HeaderRoom = 10;

    private const int InitialSize = 1024;
    private const int LargestKept = 256 * 1024;

    private static readonly JsonWriterOptions WriterOptions = new()
    {
        // Clients parse JSON, not HTML: what JSON does not require to be escaped stays as it is (protocol section "JSON output
        // constraints"), but for text outside the basic plane, which every built-in encoder escapes.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    [ThreadStatic]
    private static FrameBuffer? t_free;

    private readonly Utf8JsonWriter _json;
    private byte[] _bytes = new byte[InitialSize];
    private int _end = HeaderRoom;

    private FrameBuffer() => _json = new Utf8JsonWriter(this, WriterOptions);

    /// <summary>Gets the frame written so far.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(HeaderRoom, _end - HeaderRoom);

    /// <summary>Gets the frame's length so far.</summary>
    public int Length => _end - HeaderRoom;

    /// <summary>Gets the room in front of the frame together with the frame.</summary>
    public Span<byte> WithHeaderRoom => _bytes.AsSpan(0, _end);

    /// <summary>Takes this thread's buffer, empty.</summary>
    /// <returns>The buffer.</returns>
    public static FrameBuffer Rent()
    {
        FrameBuffer buffer = t_free ?? new FrameBuffer();
        t_free = null;
        buffer._end = HeaderRoom;
        return buffer;
    }

    /// <summary>Gives the buffer back; nothing of it may be used any more.</summary>
    public void Return()
    {
        if (_bytes.Length <= LargestKept)
        {
            t_free = this;
        }
    }

    /// <inheritdoc/>
    public void Advance(int count)
    {
        if ((uint)count > (uint)(_bytes.Length - _end))
        {
            throw new ArgumentOutOfRangeException(nameof(count), count, "More was written than there was room for.");
        }

        _end += count;
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        EnsureRoom(sizeHint);
        return _bytes.AsMemory(_end);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        EnsureRoom(sizeHint);
        return _bytes.AsSpan(_end);
    }

    /// <summary>Appends bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        EnsureRoom(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(_end));
        _end += bytes.Length;
    }

    /// <summary>Appends a value as JSON.</summary>
    /// <param name="value">The value.</param>
    /// <param name="typeInfo">How to write it.</param>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <exception cref="JsonException">The value cannot be written.</exception>
    public void WriteJson<T>(T value, JsonTypeInfo<T> typeInfo)
    {
        _json.Reset(this);
        JsonSerializer.Serialize(_json, value, typeInfo);
        _json.Flush();
    }

    private void EnsureRoom(int count)
    {
        count = Math.Max(count, 1);
        if (_bytes.Length - _end < count)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _end + count));
        }
    }
}
