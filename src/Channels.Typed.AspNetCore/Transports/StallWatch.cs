namespace Channels.Typed.AspNetCore.Transports;

/// <summary>
/// Measures for how long a client has taken no bytes while a write is in progress. It looks at the outbox from time to time, so writes
/// themselves cost nothing. Used by one thread at a time.
/// </summary>
internal sealed class StallWatch(Outbox outbox, TimeProvider time)
{
    private long? _progress;
    private long _since;

    /// <summary>Looks at the outbox.</summary>
    /// <returns>The time since the first look that saw the same progress; zero if no write is in progress.</returns>
    public TimeSpan Look()
    {
        long? progress = outbox.Progress;
        if (progress is null || progress != _progress)
        {
            _progress = progress;
            _since = time.GetTimestamp();
        }

        return progress is null ? TimeSpan.Zero : time.GetElapsedTime(_since);
    }
}
