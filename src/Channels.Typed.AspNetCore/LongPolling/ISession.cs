namespace Channels.Typed.AspNetCore.LongPolling;

/// <summary>A session as requests see it, on this server or on another.</summary>
internal interface ISession
{
    /// <summary>Waits for messages, up to the window.</summary>
    /// <exception cref="OperationCanceledException">The client has gone; nothing is lost.</exception>
    Task<PollAnswer> PollAsync(CancellationToken aborted);

    /// <summary>Hands messages on, one after the other.</summary>
    /// <returns>200, 408 or 410.</returns>
    Task<int> PostAsync(IReadOnlyList<PostEntry> entries);
}
