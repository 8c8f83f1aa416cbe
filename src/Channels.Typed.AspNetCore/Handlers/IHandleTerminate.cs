namespace Channels.Typed.AspNetCore;

/// <summary>Implemented by a channel handler that runs code when its channel ends (Phoenix's <c>terminate</c>).</summary>
public interface IHandleTerminate
{
    /// <summary>
    /// Called once, after all other methods, if the client had joined. The handler can still push, except after a lost connection.
    /// </summary>
    /// <param name="reason">Why the channel ended.</param>
    /// <returns>A task that completes when the handler has finished.</returns>
    ValueTask TerminateAsync(TerminateReason reason);
}
