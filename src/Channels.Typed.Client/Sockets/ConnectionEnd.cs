namespace Channels.Typed.Client.Sockets;

/// <summary>Why a connection ended.</summary>
internal sealed class ConnectionEnd(SocketStateReason reason, int? closeCode = null, Exception? exception = null)
{
    public SocketStateReason Reason { get; } = reason;

    public int? CloseCode { get; } = closeCode;

    public Exception? Exception { get; } = exception;
}
