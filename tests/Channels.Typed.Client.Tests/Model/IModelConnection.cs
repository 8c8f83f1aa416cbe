using Channels.Typed.Client.Transports;

namespace Channels.Typed.Client.Tests.Model;

/// <summary>The server's end of a connection in memory.</summary>
internal interface IModelConnection
{
    /// <summary>Gets or sets a value indicating whether the server is not heard any more.</summary>
    bool IsSilent { get; set; }

    /// <summary>Gets a value indicating whether the client has let go of it.</summary>
    bool IsAborted { get; }

    /// <summary>Gets a value indicating whether the client has handled all that was sent and waits for more.</summary>
    bool IsReading { get; }

    /// <summary>Sends; it is handled by the time that this returns, unless the client was not reading.</summary>
    void Send(TransportMessage message);

    /// <summary>The connection breaks.</summary>
    void Drop();
}
