namespace Channels.Typed.AspNetCore;

/// <summary>
/// Implemented by a channel handler that pushes or broadcasts directly after the join. In the join itself this is not possible.
/// </summary>
public interface IHandleAfterJoin
{
    /// <summary>Called once, after the reply to the join and before the first event.</summary>
    /// <param name="cancellationToken">Canceled when the channel ends.</param>
    /// <returns>A task that completes when the handler is ready for events.</returns>
    ValueTask AfterJoinAsync(CancellationToken cancellationToken);
}
