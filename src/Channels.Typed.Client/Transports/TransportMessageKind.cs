namespace Channels.Typed.Client.Transports;

/// <summary>The kinds of <see cref="TransportMessage"/>.</summary>
public enum TransportMessageKind
{
    /// <summary>A text message, UTF-8.</summary>
    Text,

    /// <summary>A binary message.</summary>
    Binary,

    /// <summary>No message, but a sign that the server is there.</summary>
    KeepAlive,

    /// <summary>The end.</summary>
    Close,
}
