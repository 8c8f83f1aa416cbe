namespace Channels.Typed.Protocol;

/// <summary>A peer sent a message that is not a valid frame, or a frame cannot be written.</summary>
/// <param name="message">What is wrong with the frame. It never contains the content of the frame.</param>
/// <param name="innerException">The exception of the JSON reader, if the JSON is invalid.</param>
public sealed class ProtocolException(string message, Exception? innerException = null) : Exception(message, innerException);
