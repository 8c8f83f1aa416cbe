using Channels.Typed.AspNetCore;

namespace Chat.Server;

#region readme-filter
/// <summary>Logs slow joins and events.</summary>
public sealed partial class SlowCallFilter(TimeProvider time, ILogger<SlowCallFilter> logger) : IChannelFilter
{
    public async ValueTask InvokeAsync(ChannelCall call, ChannelFilterDelegate next)
    {
        long start = time.GetTimestamp();
        await next(call);                               // to refuse: call.Refuse("reason") instead of next
        TimeSpan elapsed = time.GetElapsedTime(start);
        if (elapsed > TimeSpan.FromSeconds(1)) LogSlow(call.Template, elapsed, call.Outcome);
    }

    [LoggerMessage(LogLevel.Warning, "A call of {Template} took {Elapsed}: {Outcome}")]
    private partial void LogSlow(string template, TimeSpan elapsed, ChannelCallOutcome outcome);
}
#endregion
