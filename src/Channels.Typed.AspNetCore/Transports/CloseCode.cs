namespace Channels.Typed.AspNetCore.Transports;

/// <summary>WebSocket close codes that the server sends (protocol section "HTTP statuses and close codes").</summary>
internal enum CloseCode
{
    /// <summary>
    /// The client closed first. The server never closes with this code itself: existing clients do not reconnect after it.
    /// </summary>
    Normal = 1000,

    /// <summary>The application disconnected the user.</summary>
    GoingAway = 1001,

    /// <summary>The client violated the WebSocket protocol, or sent nothing for too long.</summary>
    ProtocolError = 1002,

    /// <summary>A text message was not valid UTF-8, or a compressed message could not be inflated.</summary>
    InvalidPayload = 1007,

    /// <summary>An empty continuation frame that is not the last of its message.</summary>
    PolicyViolation = 1008,

    /// <summary>A message was larger than the limit.</summary>
    MessageTooBig = 1009,

    /// <summary>A message was not a frame of the channels protocol, or the server failed.</summary>
    InternalError = 1011,

    /// <summary>The server stops or restarts. Clients reconnect after it.</summary>
    ServiceRestart = 1012,
}
