using Channels.Typed.Client.Tests.Fixture;

namespace Channels.Typed.Client.Tests.Behaviour.Options;

public sealed class DelayScheduleTests
{
    private static readonly TimeSpan[] Delays = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4)];

    [Theory]
    [InlineData(0.0, 0.5, 1000)]
    [InlineData(0.5, 0.0, 1000)]
    [InlineData(0.5, 0.5, 750)]
    [InlineData(1.0, 0.25, 750)]
    public void Jitter_ShortensTheDelayByItsPart(double jitter, double random, double milliseconds)
    {
        var schedule = new DelaySchedule(Delays, jitter, new FixedRandom(random));

        Assert.Equal(milliseconds, schedule.Next().TotalMilliseconds);
    }

    [Fact]
    public void Jitter_StaysWithinItsBoundsAndSpreads()
    {
        var schedule = new DelaySchedule([TimeSpan.FromSeconds(1)], 0.5, new Random(7));

        List<double> delays = [.. Enumerable.Range(0, 1000).Select(_ => schedule.Next().TotalMilliseconds)];

        Assert.All(delays, static delay => Assert.InRange(delay, 500, 1000));
        Assert.True(delays.Max() - delays.Min() > 450);
    }

    [Fact]
    public void Next_AtTheEnd_RepeatsTheLastUntilReset()
    {
        var schedule = new DelaySchedule(Delays, 0, new Random(7));

        Assert.Equal([1, 4, 4, 4], Enumerable.Range(0, 4).Select(_ => schedule.Next().TotalSeconds));
        schedule.Reset();
        Assert.Equal(1, schedule.Next().TotalSeconds);
    }
}
