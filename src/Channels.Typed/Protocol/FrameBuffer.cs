using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Channels.Typed.Protocol;

/// <summary>A growing buffer for one frame. Each thread keeps one buffer, so writing a frame allocates nothing.</summary>
/// <remarks>Not safe for use from several threads. The code that rents it must return it before the next <c>await</c>.</remarks>
[SuppressMessage("Design", "CA1001", Justification = "The writer holds only this buffer.")]
public sealed class FrameBuffer : IBufferWriter<byte>
{
    /// <summary>The free bytes before the frame, for the header of the transport. The longest WebSocket header fits.</summary>
    public const int HeaderRoom = 10;

    private const int InitialSize = 1024;
    private const int LargestKept = 256 * 1024;

    private static readonly JsonWriterOptions WriterOptions = new()
    {
        // Clients parse JSON, not HTML. So only characters that JSON requires to be escaped are escaped (protocol section "JSON output
        // constraints"), and characters outside the basic multilingual plane, which every built-in encoder escapes.
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

    /// <summary>Gets the free bytes before the frame, followed by the frame.</summary>
    public Span<byte> WithHeaderRoom => _bytes.AsSpan(0, _end);

    /// <summary>Rents the buffer of this thread. It is empty.</summary>
    /// <returns>The buffer.</returns>
    public static FrameBuffer Rent()
    {
        FrameBuffer buffer = t_free ?? new FrameBuffer();
        t_free = null;
        buffer._end = HeaderRoom;
        return buffer;
    }

    /// <summary>Returns the buffer. The caller must not use it or its contents afterwards.</summary>
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
            throw new ArgumentOutOfRangeException(nameof(count), count, "More bytes were written than the buffer had room for.");
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
    /// <param name="typeInfo">The JSON metadata of the value.</param>
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
