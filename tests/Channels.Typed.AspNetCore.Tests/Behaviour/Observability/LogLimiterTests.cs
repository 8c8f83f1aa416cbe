using Channels.Typed.AspNetCore.Observability;
using Microsoft.Extensions.Time.Testing;

namespace Channels.Typed.AspNetCore.Tests.Observability;

public sealed class LogGateTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly LogLimiter _gate;

    public LogGateTests() => _gate = new LogLimiter(_time);

    [Fact]
    public void Entries_PassUpToTheLimit()
    {
        Assert.Equal(LogLimiter.Limit, Enumerable.Range(0, 100).Count(_ => _gate.TryPass(1, "a", out int _)));
    }

    [Fact]
    public void AfterThePeriod_TheNextTellsHowManyWereHeldBack()
    {
        for (int i = 0; i < LogLimiter.Limit + 7; i++)
        {
            _gate.TryPass(1, "a", out _);
        }

        _time.Advance(LogLimiter.Period - TimeSpan.FromTicks(1));
        Assert.False(_gate.TryPass(1, "a", out _));
        _time.Advance(TimeSpan.FromTicks(1));

        Assert.True(_gate.TryPass(1, "a", out int suppressed));
        Assert.Equal(8, suppressed);
        Assert.True(_gate.TryPass(1, "a", out suppressed));
        Assert.Equal(0, suppressed);
    }

    [Fact]
    public void OtherKindsAndNames_AreNotHeldBack()
    {
        while (_gate.TryPass(1, "a", out _))
        {
        }

        Assert.True(_gate.TryPass(2, "a", out _));
        Assert.True(_gate.TryPass(1, "b", out _));
    }
}
