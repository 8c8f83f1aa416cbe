namespace Channels.Typed.Client.Transports;

/// <summary>The kinds of <see cref="TransportMessage"/>.</summary>
public enum TransportMessageKind
{
    /// <summary>A text message in UTF-8.</summary>
    Text,

    /// <summary>A binary message.</summary>
    Binary,

    /// <summary>No message, but the server answered, so the connection works.</summary>
    KeepAlive,

    /// <summary>The server closed the connection.</summary>
    Close,
}
