namespace Channels.Typed.CompilerServices;

/// <summary>A client's payload is not of the declared shape.</summary>
internal sealed class UnreadablePayloadException(Type type, Exception? innerException)
    : Exception($"The payload is not a {type}.", innerException);
