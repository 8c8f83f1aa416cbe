namespace Channels.Typed.AspNetCore.Transports;

/// <summary>
/// Carries the frames of one connection: a WebSocket, or a session of long polling. All members may be used from any thread.
/// </summary>
internal interface IConnectionTransport
{
    /// <summary>Gets the queue of frames for the client.</summary>
    IOutbox Outbox { get; }

    /// <summary>Gets the time since the client last sent something.</summary>
    TimeSpan IdleFor { get; }

    /// <summary>Gets the time since the client started a message that it has not finished; zero if there is none.</summary>
    TimeSpan UnfinishedFor { get; }

    /// <summary>Gets a value indicating whether the server has started to close the connection.</summary>
    bool IsClosing { get; }

    /// <summary>
    /// Aborts the connection if frames wait for the client and it has not taken a byte for a longer time. Only the sweep calls it, often.
    /// </summary>
    /// <param name="limit">The longest time.</param>
    void AbortIfStalled(TimeSpan limit);

    /// <summary>Closes the connection after all queued frames are written. If it is called several times, the first code counts.</summary>
    /// <param name="code">The close code for the client.</param>
    void Close(CloseCode code);

    /// <summary>Ends the connection immediately, without a close frame. Queued frames are dropped.</summary>
    void Abort();
}
