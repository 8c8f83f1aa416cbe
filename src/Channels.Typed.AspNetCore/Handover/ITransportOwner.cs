namespace Channels.Typed.AspNetCore.Handover;

/// <summary>The owner of a connection that the HTTP server has handed over.</summary>
internal interface ITransportOwner
{
    /// <summary>Runs the connection until it has ended. The transport is disposed afterwards. Called once.</summary>
    Task RunAsync();

    /// <summary>Closes the connection with 1012, because the listener stops. May be called from any thread.</summary>
    void Drain();

    /// <summary>Ends the connection immediately, because the listener is disposed. May be called from any thread.</summary>
    void Abort();
}
