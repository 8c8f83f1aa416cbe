using System.Diagnostics;
using Channels.Typed.AspNetCore.Transports;
using Channels.Typed.AspNetCore.Versions;

namespace Channels.Typed.AspNetCore.Channels;

/// <summary>What a channel sees of its connection. Safe for use from several threads.</summary>
internal interface IChannelConnection
{
    /// <summary>Gets the frames that wait for the client.</summary>
    IOutbox Outbox { get; }

    /// <summary>Gets the version of the protocol that the client speaks.</summary>
    WireFormat Format { get; }

    /// <summary>Gets the socket as the handlers see it.</summary>
    SocketContext Socket { get; }

    /// <summary>Gets the services of the server.</summary>
    ServerServices Services { get; }

    /// <summary>Gets the links of the spans of this connection's messages; null if nothing records spans.</summary>
    ActivityLink[]? Links { get; }
}
