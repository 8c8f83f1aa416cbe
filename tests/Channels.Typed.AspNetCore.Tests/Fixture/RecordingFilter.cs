namespace Channels.Typed.AspNetCore.Tests.Fixture;

/// <summary>Records each call before and after the next filter, and its own disposal.</summary>
internal abstract class RecordingFilter(CallLog log, string name) : IChannelFilter, IDisposable
{
    public async ValueTask InvokeAsync(ChannelCall call, ChannelFilterDelegate next)
    {
        log.Add($"{name} in {call.Event}");
        try
        {
            await next(call);
            log.Add($"{name} out {call.Outcome}");
        }
        catch (InvalidOperationException)
        {
            log.Add($"{name} threw {call.Outcome}");
            throw;
        }
    }

    public void Dispose()
    {
        log.Add($"{name} disposed");
        log.Disposed.TrySetResult();
    }

    internal sealed class Server(CallLog log) : RecordingFilter(log, "server");

    internal sealed class Mount(CallLog log) : RecordingFilter(log, "mount");

    internal sealed class Channel(CallLog log) : RecordingFilter(log, "channel");
}
