namespace Channels.Typed.Client.Transports;

/// <summary>One connection that carries whole messages.</summary>
/// <remarks>
/// A socket makes one call that reads and one call that writes at a time; the two may overlap. <see cref="Abort"/> may be called from any
/// thread and at any time. If a method throws, for any reason, the connection ends and the socket makes another one.
/// </remarks>
public interface IClientTransport
{
    /// <summary>Gets the value of <see cref="ChannelSocket.TransportName"/> while the connection is in use.</summary>
    string Name { get; }

    /// <summary>
    /// Gets a value indicating whether the socket sends heartbeats. If not, the transport itself notices that the connection is lost.
    /// </summary>
    bool NeedsHeartbeat { get; }

    /// <summary>Reads the next message. Its bytes are valid until the next call.</summary>
    /// <param name="cancellationToken">Cancelled when the socket drops the connection.</param>
    /// <returns>The message, or <see cref="TransportMessageKind.Close"/> when the server has closed the connection.</returns>
    ValueTask<TransportMessage> ReceiveAsync(CancellationToken cancellationToken);

    /// <summary>Sends a message, or keeps a copy of it until <see cref="FlushAsync"/>.</summary>
    /// <param name="message">The message. The caller may reuse its bytes when the task has completed.</param>
    /// <param name="isBinary">Whether the message is binary and not text.</param>
    /// <param name="cancellationToken">Cancelled when the socket drops the connection.</param>
    /// <returns>A task that completes when the next message may be sent.</returns>
    ValueTask SendAsync(ReadOnlyMemory<byte> message, bool isBinary, CancellationToken cancellationToken);

    /// <summary>
    /// Sends the messages that were kept. It is called after at most 100 messages, and as soon as no other message is queued.
    /// </summary>
    /// <param name="cancellationToken">Cancelled when the socket drops the connection.</param>
    /// <returns>A task that completes when all messages have been handed to the network.</returns>
    ValueTask FlushAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Sends a close frame. If <see cref="ReceiveAsync"/> has returned <see cref="TransportMessageKind.Close"/>, this is the answer.
    /// Otherwise the server's answer comes through <see cref="ReceiveAsync"/>. Nothing is sent after this call.
    /// </summary>
    /// <param name="code">
    /// The close code of <see cref="ChannelSocket.DisconnectAsync(int, string, CancellationToken)"/>, 1000 by default. In an answer, the
    /// code of the server, or 1000 if it sent none.
    /// </param>
    /// <param name="reason">The reason. <see langword="null"/> by default.</param>
    /// <param name="cancellationToken">Cancelled when the socket drops the connection.</param>
    /// <returns>A task that completes when the close has been sent.</returns>
    ValueTask CloseAsync(int code, string? reason, CancellationToken cancellationToken);

    /// <summary>Ends the connection at once and frees its resources. Calls that are waiting fail. Idempotent. Does not throw.</summary>
    void Abort();
}
