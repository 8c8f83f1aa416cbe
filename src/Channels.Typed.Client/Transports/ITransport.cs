namespace Channels.Typed.Client.Transports;

/// <summary>One connection that carries whole messages. One thread reads, one writes; <see cref="Abort"/> may come from any.</summary>
internal interface ITransport
{
    /// <summary>Reads the next message; it is valid until the next call.</summary>
    /// <exception cref="Exception">The connection broke, in whatever way the platform says so.</exception>
    ValueTask<TransportMessage> ReceiveAsync(CancellationToken cancellationToken);

    ValueTask SendAsync(ReadOnlyMemory<byte> message, bool isBinary, CancellationToken cancellationToken);

    /// <summary>Announces a normal end; the other side's answer comes through <see cref="ReceiveAsync"/>.</summary>
    ValueTask CloseAsync(CancellationToken cancellationToken);

    /// <summary>Ends the connection at once and frees it. Idempotent.</summary>
    void Abort();
}
