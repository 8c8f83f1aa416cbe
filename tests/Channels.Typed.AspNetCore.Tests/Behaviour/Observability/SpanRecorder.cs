using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using Channels.Typed.AspNetCore.Observability;
using Channels.Typed.AspNetCore.Tests.Fixture;
using Microsoft.Extensions.DependencyInjection;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Observability;

/// <summary>Records the spans of one server and of its requests.</summary>
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

    /// <summary>The spans of the requests that have started.</summary>
    public IReadOnlyCollection<Activity> Requests => _requests;

    /// <summary>Waits for the next span to end.</summary>
    public async Task<Activity> NextAsync()
    {
        using var guard = new CancellationTokenSource(Patience.Time);
        return await _spans.Reader.ReadAsync(guard.Token);
    }

    public void Dispose() => _listener.Dispose();
}
