namespace Channels.Typed.AspNetCore;

/// <summary>Implemented by a channel handler that pushes or broadcasts right after its join, which it cannot do in the join itself.</summary>
public interface IHandleAfterJoin
{
    /// <summary>Called once, after the join's reply and before the first event.</summary>
    /// <param name="cancellationToken">Cancelled when the channel ends.</param>
    /// <returns>A task that completes when the handler is done.</returns>
    ValueTask AfterJoinAsync(CancellationToken cancellationToken);
}
