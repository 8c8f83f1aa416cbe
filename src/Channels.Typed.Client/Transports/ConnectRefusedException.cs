namespace Channels.Typed.Client.Transports;

/// <summary>The server answered the connection request with a status, such as 403, instead of a connection.</summary>
/// <remarks><see cref="SocketStateChangedEventArgs.HttpStatus"/> has it. It does not end the attempts.</remarks>
public sealed class ConnectRefusedException : Exception
{
    /// <summary>Initializes a new instance of the <see cref="ConnectRefusedException"/> class.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="innerException">What the platform said of it, if it did.</param>
    public ConnectRefusedException(int status, Exception? innerException = null)
        : base($"The server refused the connection with HTTP status {status}.", innerException) => Status = status;

    /// <summary>Gets the HTTP status.</summary>
    public int Status { get; }
}
