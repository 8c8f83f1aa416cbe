namespace Channels.Typed.AspNetCore;

/// <summary>
/// How the server disconnects its clients when it stops: in batches, so that not all of them connect to other servers at the same moment.
/// Validated at start.
/// </summary>
/// <remarks>
/// The host stops waiting after its own <c>HostOptions.ShutdownTimeout</c>, 30 seconds by default, and the drain ends with it. Make that
/// time longer than <see cref="Delay"/> and <see cref="Timeout"/> together.
/// </remarks>
public sealed class DrainOptions
{
    /// <summary>
    /// Gets or sets how long the server still serves its clients after the health check begins to fail. After that, it closes the first
    /// batch, and refuses new clients with HTTP status 503. A load balancer needs this time to notice the failing health check.
    /// </summary>
    /// <value>The default is zero.</value>
    public TimeSpan Delay { get; set; }

    /// <summary>Gets or sets how many connections are closed in one batch.</summary>
    /// <value>The default is 10,000, as in Phoenix.</value>
    public int BatchSize { get; set; } = 10_000;

    /// <summary>Gets or sets the time between two batches.</summary>
    /// <value>The default is 2 seconds, as in Phoenix.</value>
    public TimeSpan BatchInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Gets or sets how long after the first batch the server drops all connections that are still open.</summary>
    /// <value>The default is 25 seconds, which leaves some of the host's 30 seconds to other services. In Phoenix it is 30 seconds.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(25);

    internal void Validate(OptionErrors errors)
    {
        CheckDay(Delay, nameof(Delay), errors);
        errors.CheckCount(BatchSize, Name(nameof(BatchSize)));
        CheckDay(BatchInterval, nameof(BatchInterval), errors);
        errors.CheckTime(Timeout, Name(nameof(Timeout)));
    }

    private static void CheckDay(TimeSpan value, string option, OptionErrors errors) =>
        errors.Check(value >= TimeSpan.Zero && value <= TimeSpan.FromDays(1), Name(option), value, "zero to 1 day");

    private static string Name(string option) => $"ChannelsOptions.Drain.{option}";
}
