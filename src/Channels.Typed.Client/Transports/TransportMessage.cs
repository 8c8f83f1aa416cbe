using System.Diagnostics.CodeAnalysis;

namespace Channels.Typed.Client.Transports;

/// <summary>What a transport read: a text or binary message, a sign of life, or the other side's end of the connection.</summary>
[SuppressMessage("Performance", "CA1815", Justification = "Nobody compares messages; their bytes are valid for a moment only.")]
public readonly struct TransportMessage
{
    private TransportMessage(TransportMessageKind kind, ReadOnlyMemory<byte> data, int? closeCode)
    {
        Kind = kind;
        Data = data;
        CloseCode = closeCode;
    }

    /// <summary>Gets what it is.</summary>
    public TransportMessageKind Kind { get; }

    /// <summary>Gets the bytes of a text or binary message.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>Gets the close code, if the other side gave one.</summary>
    public int? CloseCode { get; }

    /// <summary>A text message.</summary>
    /// <param name="utf8">The text.</param>
    /// <returns>The message.</returns>
    public static TransportMessage Text(ReadOnlyMemory<byte> utf8) => new(TransportMessageKind.Text, utf8, null);

    /// <summary>A binary message.</summary>
    /// <param name="data">The bytes.</param>
    /// <returns>The message.</returns>
    public static TransportMessage Binary(ReadOnlyMemory<byte> data) => new(TransportMessageKind.Binary, data, null);

    /// <summary>Nothing was sent, but the server answered: the connection works.</summary>
    /// <returns>The message.</returns>
    public static TransportMessage KeepAlive() => new(TransportMessageKind.KeepAlive, default, null);

    /// <summary>The other side's end of the connection.</summary>
    /// <param name="code">The close code, if there was one.</param>
    /// <returns>The message.</returns>
    public static TransportMessage Close(int? code) => new(TransportMessageKind.Close, default, code);
}
