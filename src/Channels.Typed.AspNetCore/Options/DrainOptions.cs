namespace Channels.Typed.AspNetCore;

/// <summary>
/// How the clients are sent away when the server stops: in batches, so that not all of them come back elsewhere at the same moment. Validated at start.
/// </summary>
/// <remarks>
/// The host gives up on everything that is not done after its own <c>HostOptions.ShutdownTimeout</c>, 30 seconds by default, and so does the drain. Make
/// that time longer than <see cref="Delay"/> and <see cref="Timeout"/> together.
/// </remarks>
public sealed class DrainOptions
{
    /// <summary>
    /// Gets or sets how long clients are still served after the health check has begun to fail, and before the first is sent away and new ones are
    /// refused with 503. It is the time that a load balancer needs to notice.
    /// </summary>
    /// <value>The default is none.</value>
    public TimeSpan Delay { get; set; }

    /// <summary>Gets or sets how many connections are closed at a time.</summary>
    /// <value>The default is 10,000, as Phoenix's.</value>
    public int BatchSize { get; set; } = 10_000;

    /// <summary>Gets or sets how long after one batch the next is closed.</summary>
    /// <value>The default is 2 seconds, as Phoenix's.</value>
    public TimeSpan BatchInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Gets or sets how long after the first close the connections that are still there are dropped, whether they have been closed or not.</summary>
    /// <value>The default is 25 seconds, which leaves the rest of the host some of the 30 seconds that it has. Phoenix's is 30 seconds.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(25);

    internal void Validate()
    {
        OptionRange.Check(Delay >= TimeSpan.Zero && Delay <= TimeSpan.FromDays(1), Name(nameof(Delay)), Delay, "zero to 1 day");
        OptionRange.CheckCount(BatchSize, Name(nameof(BatchSize)));
        OptionRange.Check(
            BatchInterval >= TimeSpan.Zero && BatchInterval <= TimeSpan.FromDays(1), Name(nameof(BatchInterval)), BatchInterval, "zero to 1 day");
        OptionRange.CheckTime(Timeout, Name(nameof(Timeout)));
    }

    private static string Name(string option) => $"ChannelsOptions.Drain.{option}";
}
