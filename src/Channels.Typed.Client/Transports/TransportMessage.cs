using System.Diagnostics.CodeAnalysis;

namespace Channels.Typed.Client.Transports;

/// <summary>What a transport has read: a text or binary message, a keep-alive, or the end of the connection.</summary>
[SuppressMessage("Performance", "CA1815", Justification = "Messages are not compared; their bytes are valid only until the next read.")]
public readonly struct TransportMessage
{
    private TransportMessage(TransportMessageKind kind, ReadOnlyMemory<byte> data, int? closeCode)
    {
        Kind = kind;
        Data = data;
        CloseCode = closeCode;
    }

    /// <summary>Gets the kind of the message.</summary>
    public TransportMessageKind Kind { get; }

    /// <summary>Gets the bytes of a text or binary message.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>Gets the close code, if the server sent one.</summary>
    public int? CloseCode { get; }

    /// <summary>Creates a text message.</summary>
    /// <param name="utf8">The text, as UTF-8.</param>
    /// <returns>The message.</returns>
    public static TransportMessage Text(ReadOnlyMemory<byte> utf8) => new(TransportMessageKind.Text, utf8, null);

    /// <summary>Creates a binary message.</summary>
    /// <param name="data">The bytes.</param>
    /// <returns>The message.</returns>
    public static TransportMessage Binary(ReadOnlyMemory<byte> data) => new(TransportMessageKind.Binary, data, null);

    /// <summary>Creates a keep-alive: the server sent no message, but it answered, so the connection works.</summary>
    /// <returns>The message.</returns>
    public static TransportMessage KeepAlive() => new(TransportMessageKind.KeepAlive, default, null);

    /// <summary>Creates the end of the connection.</summary>
    /// <param name="code">The close code; <see langword="null"/> if there was none.</param>
    /// <returns>The message.</returns>
    public static TransportMessage Close(int? code) => new(TransportMessageKind.Close, default, code);
}
