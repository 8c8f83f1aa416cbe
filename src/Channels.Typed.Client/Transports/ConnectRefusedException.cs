namespace Channels.Typed.Client.Transports;

/// <summary>The server answered the connection request with an HTTP status instead of a WebSocket.</summary>
internal sealed class ConnectRefusedException(int status, Exception innerException)
    : Exception($"The server refused the connection with HTTP status {status}.", innerException)
{
    public int Status { get; } = status;
}
