namespace Channels.Typed.Client.Transports;

/// <summary>What a transport read: a text or binary message, or the other side's end of the connection.</summary>
internal readonly struct TransportMessage
{
    private TransportMessage(TransportMessageKind kind, ReadOnlyMemory<byte> data, int? closeCode)
    {
        Kind = kind;
        Data = data;
        CloseCode = closeCode;
    }

    public TransportMessageKind Kind { get; }

    public ReadOnlyMemory<byte> Data { get; }

    public int? CloseCode { get; }

    public static TransportMessage Text(ReadOnlyMemory<byte> utf8) => new(TransportMessageKind.Text, utf8, null);

    public static TransportMessage Binary(ReadOnlyMemory<byte> data) => new(TransportMessageKind.Binary, data, null);

    public static TransportMessage Close(int? code) => new(TransportMessageKind.Close, default, code);
}
