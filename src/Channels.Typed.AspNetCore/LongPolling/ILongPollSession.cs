namespace Channels.Typed.AspNetCore.LongPolling;

/// <summary>A session that requests can use, on this server or on another one.</summary>
internal interface ILongPollSession
{
    /// <summary>Waits for messages, at most for the window.</summary>
    /// <exception cref="OperationCanceledException">The client has aborted its request. No message is lost.</exception>
    Task<PollAnswer> PollAsync(CancellationToken aborted);

    /// <summary>Passes messages to the connection, one after the other, and stops at the first one that is not accepted.</summary>
    /// <returns>200, 408 or 410.</returns>
    Task<int> PostAsync(IReadOnlyList<PostEntry> entries);
}
