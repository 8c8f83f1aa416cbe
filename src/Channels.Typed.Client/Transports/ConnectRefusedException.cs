namespace Channels.Typed.Client.Transports;

/// <summary>The server refused the connection with an HTTP status, such as 403.</summary>
/// <remarks>
/// A socket reports the status in <see cref="SocketStateChangedEventArgs.HttpStatus"/> and continues its attempts to connect.
/// </remarks>
public sealed class ConnectRefusedException : Exception
{
    /// <summary>Initializes a new instance of the <see cref="ConnectRefusedException"/> class.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="innerException">The exception of the platform. May be <see langword="null"/>.</param>
    public ConnectRefusedException(int status, Exception? innerException = null)
        : base($"The server refused the connection with HTTP status {status}.", innerException) => Status = status;

    /// <summary>Gets the HTTP status.</summary>
    public int Status { get; }
}
