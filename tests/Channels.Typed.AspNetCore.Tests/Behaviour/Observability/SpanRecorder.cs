using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using Channels.Typed.AspNetCore.Observability;
using Channels.Typed.AspNetCore.Tests.Fixture;
using Microsoft.Extensions.DependencyInjection;

namespace Channels.Typed.AspNetCore.Tests.Observability;

/// <summary>Listens to the spans of one server, and to those of its requests, and to no other's.</summary>
internal sealed class SpanRecorder : IDisposable
{
    private readonly Channel<Activity> _spans = Channel.CreateUnbounded<Activity>();
    private readonly ConcurrentQueue<Activity> _requests = new();
    private readonly ActivityListener _listener;

    public SpanRecorder(FixtureServer server)
    {
        ActivitySource ours = server.Services.GetRequiredService<ServerTelemetry>().Source;
        ActivitySource aspNetCore = server.Services.GetRequiredService<ActivitySource>();
        _listener = new ActivityListener
        {
            ShouldListenTo = source => ReferenceEquals(source, ours) || ReferenceEquals(source, aspNetCore),
            Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = activity =>
            {
                if (activity.Source != ours)
                {
                    _requests.Enqueue(activity);
                }
            },
            ActivityStopped = activity =>
            {
                if (activity.Source == ours)
                {
                    _spans.Writer.TryWrite(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>The requests that have begun.</summary>
    public IReadOnlyCollection<Activity> Requests => _requests;

    /// <summary>Waits for the next span to end.</summary>
    public async Task<Activity> NextAsync()
    {
        using var guard = new CancellationTokenSource(Patience.Time);
        return await _spans.Reader.ReadAsync(guard.Token);
    }

    public void Dispose() => _listener.Dispose();
}
