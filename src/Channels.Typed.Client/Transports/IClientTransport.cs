namespace Channels.Typed.Client.Transports;

/// <summary>One connection that carries whole messages.</summary>
/// <remarks>
/// A socket reads with one call at a time, and writes with one call at a time; both at once. <see cref="Abort"/> may come from any thread
/// and at any time. Whatever a method throws ends the connection, and the socket makes another one.
/// </remarks>
public interface IClientTransport
{
    /// <summary>Gets what <see cref="ChannelSocket.TransportName"/> says while the connection is in use.</summary>
    string Name { get; }

    /// <summary>Gets a value indicating whether heartbeats find out if the connection is alive. Without, the transport finds out itself.</summary>
    bool NeedsHeartbeat { get; }

    /// <summary>Reads the next message; its bytes are valid until the next call.</summary>
    /// <param name="cancellationToken">Cancelled when the connection is given up.</param>
    /// <returns>The message, or the other side's end of the connection.</returns>
    ValueTask<TransportMessage> ReceiveAsync(CancellationToken cancellationToken);

    /// <summary>Sends a message, or keeps a copy of it for <see cref="FlushAsync"/>.</summary>
    /// <param name="message">The message; its bytes are the caller's again afterwards.</param>
    /// <param name="isBinary">Whether it is bytes and not text.</param>
    /// <param name="cancellationToken">Cancelled when the connection is given up.</param>
    /// <returns>A task that completes when the next message can be given.</returns>
    ValueTask SendAsync(ReadOnlyMemory<byte> message, bool isBinary, CancellationToken cancellationToken);

    /// <summary>Sends what was kept. Called after at most 100 messages, and as soon as no further one waits.</summary>
    /// <param name="cancellationToken">Cancelled when the connection is given up.</param>
    /// <returns>A task that completes when everything has been handed to the network.</returns>
    ValueTask FlushAsync(CancellationToken cancellationToken);

    /// <summary>Announces a normal end; the other side's answer comes through <see cref="ReceiveAsync"/>. The last call that sends.</summary>
    /// <param name="code">The close code, as <see cref="ChannelSocket.DisconnectAsync(int, string, CancellationToken)"/> takes it; 1000 unless the application gave one.</param>
    /// <param name="reason">The reason, if the application gave one.</param>
    /// <param name="cancellationToken">Cancelled when the connection is given up.</param>
    /// <returns>A task that completes when the end has been announced.</returns>
    ValueTask CloseAsync(int code, string? reason, CancellationToken cancellationToken);

    /// <summary>Ends the connection at once and frees it; calls that wait fail. Idempotent, and does not throw.</summary>
    void Abort();
}
