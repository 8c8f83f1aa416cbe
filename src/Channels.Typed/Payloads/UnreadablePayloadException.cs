namespace Channels.Typed;

/// <summary>A payload does not have the type that it is read as.</summary>
public sealed class UnreadablePayloadException : Exception
{
    internal UnreadablePayloadException(Type type, Exception? innerException)
        : base($"The payload is not a {type}.", innerException)
    {
    }
}
