using Channels.Typed.AspNetCore;

namespace Chat.Server;

#region readme-filter
/// <summary>Says which joins and events take long.</summary>
public sealed partial class SlowCallFilter(TimeProvider time, ILogger<SlowCallFilter> logger) : IChannelFilter
{
    public async ValueTask InvokeAsync(ChannelCall call, ChannelFilterDelegate next)
    {
        long start = time.GetTimestamp();
        await next(call);                               // not called: the handler is not; then call.Refuse("reason") answers
        TimeSpan elapsed = time.GetElapsedTime(start);
        if (elapsed > TimeSpan.FromSeconds(1)) LogSlow(call.Template, elapsed, call.Outcome);
    }

    [LoggerMessage(LogLevel.Warning, "A call of {Template} took {Elapsed}: {Outcome}")]
    private partial void LogSlow(string template, TimeSpan elapsed, ChannelCallOutcome outcome);
}
#endregion
