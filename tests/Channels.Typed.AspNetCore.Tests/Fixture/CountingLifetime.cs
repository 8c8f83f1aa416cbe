using Microsoft.AspNetCore.Http.Features;

namespace Channels.Typed.AspNetCore.Tests.Fixture;

/// <summary>Counts how often a request is aborted, and passes it on.</summary>
internal sealed class CountingLifetime(IHttpRequestLifetimeFeature inner) : IHttpRequestLifetimeFeature
{
    private int _aborts;

    public int Aborts => Volatile.Read(ref _aborts);

    public CancellationToken RequestAborted
    {
        get => inner.RequestAborted;
        set => inner.RequestAborted = value;
    }

    public void Abort()
    {
        Interlocked.Increment(ref _aborts);
        inner.Abort();
    }
}
