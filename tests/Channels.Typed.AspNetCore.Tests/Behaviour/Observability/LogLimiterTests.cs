using Channels.Typed.AspNetCore.Observability;
using Microsoft.Extensions.Time.Testing;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Observability;

public sealed class LogLimiterTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly LogLimiter _limiter;

    public LogLimiterTests() => _limiter = new LogLimiter(_time);

    [Fact]
    public void Entries_PassUpToTheLimit()
    {
        Assert.Equal(LogLimiter.Limit, Enumerable.Range(0, 100).Count(_ => _limiter.TryPass(1, "a", out int _)));
    }

    [Fact]
    public void AfterThePeriod_TheNextEntryHasTheNumberOfSuppressedEntries()
    {
        for (int i = 0; i < LogLimiter.Limit + 7; i++)
        {
            _limiter.TryPass(1, "a", out _);
        }

        _time.Advance(LogLimiter.Period - TimeSpan.FromTicks(1));
        Assert.False(_limiter.TryPass(1, "a", out _));
        _time.Advance(TimeSpan.FromTicks(1));

        Assert.True(_limiter.TryPass(1, "a", out int suppressed));
        Assert.Equal(8, suppressed);
        Assert.True(_limiter.TryPass(1, "a", out suppressed));
        Assert.Equal(0, suppressed);
    }

    [Fact]
    public void OtherKindsAndNames_AreNotSuppressed()
    {
        while (_limiter.TryPass(1, "a", out _))
        {
        }

        Assert.True(_limiter.TryPass(2, "a", out _));
        Assert.True(_limiter.TryPass(1, "b", out _));
    }
}
