namespace Channels.Typed.Client;

/// <summary>The data of <see cref="ChannelSocket.StateChanged"/>: a change of state, or a failed attempt to connect.</summary>
public sealed class SocketStateChangedEventArgs : EventArgs
{
    internal SocketStateChangedEventArgs(SocketState previousState, SocketState state, SocketStateReason reason)
    {
        PreviousState = previousState;
        State = state;
        Reason = reason;
    }

    /// <summary>Gets the previous state. It is equal to <see cref="State"/> after a failed attempt to connect.</summary>
    public SocketState PreviousState { get; }

    /// <summary>Gets the new state.</summary>
    public SocketState State { get; }

    /// <summary>Gets the cause of the change.</summary>
    public SocketStateReason Reason { get; }

    /// <summary>Gets the exception, if there was one.</summary>
    public Exception? Exception { get; internal init; }

    /// <summary>Gets the WebSocket close code that the server sent, if it sent one.</summary>
    public int? CloseCode { get; internal init; }

    /// <summary>Gets the HTTP status with which the server refused the connection, if the platform reports it.</summary>
    public int? HttpStatus { get; internal init; }

    /// <summary>Gets the time until the next attempt to connect, if there will be one.</summary>
    public TimeSpan? RetryDelay { get; internal init; }
}
