namespace Channels.Typed.AspNetCore.Transports;

/// <summary>What a transport hands its messages to.</summary>
internal interface IMessageReceiver
{
    /// <summary>Takes one message. The span is valid during the call only.</summary>
    /// <returns>A task to await before the next message, or null to go on at once.</returns>
    /// <exception cref="Protocol.ProtocolException">The message is no frame of the protocol.</exception>
    Task? Receive(ReadOnlySpan<byte> message, bool isBinary);
}
