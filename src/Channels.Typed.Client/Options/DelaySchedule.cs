namespace Channels.Typed.Client;

/// <summary>The growing delays between attempts, each shortened at random. Not safe for use from several threads.</summary>
internal sealed class DelaySchedule(IReadOnlyList<TimeSpan> delays, double jitter, Random random)
{
    private int _tries;

    public TimeSpan Next()
    {
        TimeSpan delay = delays[_tries];
        if (_tries < delays.Count - 1)
        {
            _tries++;
        }

        return TimeSpan.FromTicks((long)(delay.Ticks * (1 - (jitter * random.NextDouble()))));
    }

    public void Reset() => _tries = 0;
}
