namespace Channels.Typed.AspNetCore.Handover;

/// <summary>Who takes a connection over from the HTTP server.</summary>
internal interface ITransportTaker
{
    /// <summary>Runs the connection to its end. The transport is disposed afterwards.</summary>
    Task RunAsync();

    /// <summary>The listener closes: asks the client to leave.</summary>
    void Drain();

    /// <summary>The listener is closed: the connection has to end now.</summary>
    void Abort();
}
