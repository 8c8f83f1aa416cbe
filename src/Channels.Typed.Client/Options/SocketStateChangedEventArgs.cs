namespace Channels.Typed.Client;

/// <summary>What <see cref="ChannelSocket.StateChanged"/> reports.</summary>
public sealed class SocketStateChangedEventArgs : EventArgs
{
    internal SocketStateChangedEventArgs(SocketState previousState, SocketState state, SocketStateReason reason)
    {
        PreviousState = previousState;
        State = state;
        Reason = reason;
    }

    /// <summary>Gets the state before; equal to <see cref="State"/> after an attempt to connect that failed.</summary>
    public SocketState PreviousState { get; }

    /// <summary>Gets the state now.</summary>
    public SocketState State { get; }

    /// <summary>Gets what caused the change.</summary>
    public SocketStateReason Reason { get; }

    /// <summary>Gets the failure, if there was one.</summary>
    public Exception? Exception { get; internal init; }

    /// <summary>Gets the WebSocket close code that the server sent, if it sent one.</summary>
    public int? CloseCode { get; internal init; }

    /// <summary>Gets the HTTP status with which the server refused the connection, where the platform tells it.</summary>
    public int? HttpStatus { get; internal init; }

    /// <summary>Gets the time until the next attempt to connect, if there is going to be one.</summary>
    public TimeSpan? RetryDelay { get; internal init; }
}
