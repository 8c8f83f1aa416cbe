namespace Channels.Typed.AspNetCore.Tests.Fixture;

/// <summary>Says what comes in and how it goes out.</summary>
internal abstract class TellingFilter(CallLog log, string name) : IChannelFilter, IDisposable
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

    internal sealed class Server(CallLog log) : TellingFilter(log, "server");

    internal sealed class Mount(CallLog log) : TellingFilter(log, "mount");

    internal sealed class Channel(CallLog log) : TellingFilter(log, "channel");
}
