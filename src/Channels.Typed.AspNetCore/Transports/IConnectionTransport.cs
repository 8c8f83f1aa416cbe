
namespace Channels.Typed.AspNetCore.Transports;

/// <summary>What carries a connection's frames.</summary>
internal interface IConnectionTransport
{
    /// <summary>Gets what waits to be written.</summary>
    IOutbox Outbox { get; }

    /// <summary>Gets how long the client has sent nothing.</summary>
    TimeSpan IdleFor { get; }

    /// <summary>Gets how long ago the client began a message that it has not finished; zero if there is none.</summary>
    TimeSpan UnfinishedFor { get; }

    /// <summary>Gets a value indicating whether the server has begun to close.</summary>
    bool IsClosing { get; }

    /// <summary>Closes in order, once all that waits is written.</summary>
    void Close(CloseCode code);

    /// <summary>Ends at once.</summary>
    void Abort();
}
