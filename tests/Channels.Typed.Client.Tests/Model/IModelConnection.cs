using Channels.Typed.Client.Transports;

namespace Channels.Typed.Client.Tests.Model;

/// <summary>The server's side of an in-memory connection.</summary>
internal interface IModelConnection
{
    /// <summary>Gets or sets a value indicating whether the server has gone silent: the client receives nothing more.</summary>
    bool IsSilent { get; set; }

    /// <summary>Gets a value indicating whether the client has aborted the connection.</summary>
    bool IsAborted { get; }

    /// <summary>Gets a value indicating whether the client has handled everything that was sent and waits for the next message.</summary>
    bool IsReading { get; }

    /// <summary>Sends a message. The client has handled it when this method returns, unless the client was not reading.</summary>
    void Send(TransportMessage message);

    /// <summary>Breaks the connection.</summary>
    void Drop();
}
