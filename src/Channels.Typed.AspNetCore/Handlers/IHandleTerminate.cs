namespace Channels.Typed.AspNetCore;

/// <summary>Implemented by a channel handler that has something to do when its channel ends (Phoenix's <c>terminate</c>).</summary>
public interface IHandleTerminate
{
    /// <summary>Called once, after the last other call, if the join had succeeded. Pushes reach the client where it still listens.</summary>
    /// <param name="reason">Why the channel has ended.</param>
    /// <returns>A task that completes when the handler is done.</returns>
    ValueTask TerminateAsync(TerminateReason reason);
}
