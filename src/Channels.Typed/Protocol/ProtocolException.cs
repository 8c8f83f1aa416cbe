namespace Channels.Typed.Protocol;

/// <summary>A peer sent something that is not a frame of the protocol.</summary>
/// <param name="message">What is wrong with the frame; never its content.</param>
/// <param name="innerException">The JSON reader's complaint, if it was one.</param>
public sealed class ProtocolException(string message, Exception? innerException = null) : Exception(message, innerException);
