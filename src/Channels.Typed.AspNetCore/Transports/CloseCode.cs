namespace Channels.Typed.AspNetCore.Transports;

/// <summary>WebSocket close codes that the server sends (protocol section "HTTP statuses and close codes").</summary>
internal enum CloseCode
{
    /// <summary>The client closed first. Never sent otherwise: existing clients do not reconnect after it.</summary>
    Normal = 1000,

    /// <summary>The user was disconnected.</summary>
    GoingAway = 1001,

    /// <summary>The peer broke the WebSocket protocol, or was silent for too long.</summary>
    ProtocolError = 1002,

    /// <summary>A text frame was not valid UTF-8.</summary>
    InvalidPayload = 1007,

    /// <summary>A continuation without content that is not the last.</summary>
    PolicyViolation = 1008,

    /// <summary>A message was larger than the limit.</summary>
    MessageTooBig = 1009,

    /// <summary>A message was no frame of the channels protocol, or the server failed.</summary>
    InternalError = 1011,

    /// <summary>The server stops or restarts; clients come back.</summary>
    ServiceRestart = 1012,
}
