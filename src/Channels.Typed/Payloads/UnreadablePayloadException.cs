using System.Text.Json;

namespace Channels.Typed;

/// <summary>A payload does not have the type that it is read as.</summary>
public sealed class UnreadablePayloadException : Exception
{
    internal UnreadablePayloadException(Type type, Exception? innerException)
        : base(Describe(type, innerException), innerException)
    {
    }

    // The message may be logged, so it does not contain the inner message, which may quote the payload.
    private static string Describe(Type type, Exception? innerException) => innerException is null or JsonException
        ? $"The payload is not a {type}."
        : $"The payload is not a {type}: reading it threw {innerException.GetType()}.";
}
