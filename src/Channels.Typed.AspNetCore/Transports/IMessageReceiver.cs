namespace Channels.Typed.AspNetCore.Transports;

/// <summary>Receives the messages that a transport has read.</summary>
internal interface IMessageReceiver
{
    /// <summary>Receives one message. The transport calls it for one message at a time, in the order of the wire.</summary>
    /// <param name="message">The message. The span is valid during the call only.</param>
    /// <param name="isBinary">Whether the client sent it as a binary message.</param>
    /// <returns>A task that the transport awaits before the next message; null if the next message may follow immediately.</returns>
    /// <exception cref="Protocol.ProtocolException">The message is not a frame of the protocol.</exception>
    Task? Receive(ReadOnlySpan<byte> message, bool isBinary);
}
