using System.ComponentModel;

namespace Channels.Typed.CompilerServices;

/// <summary>A payload between a generated client and the engine behind it: UTF-8 JSON, or bytes that travel as they are.</summary>
/// <param name="bytes">The payload.</param>
/// <param name="isBinary">Whether it is bytes and not JSON.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct RawPayload(ReadOnlyMemory<byte> bytes, bool isBinary = false)
{
    /// <summary>Gets the payload.</summary>
    public ReadOnlyMemory<byte> Bytes { get; } = bytes;

    /// <summary>Gets a value indicating whether the payload is bytes and not JSON.</summary>
    public bool IsBinary { get; } = isBinary;

    /// <summary>Gets the payload.</summary>
    public ReadOnlySpan<byte> Span => Bytes.Span;
}
