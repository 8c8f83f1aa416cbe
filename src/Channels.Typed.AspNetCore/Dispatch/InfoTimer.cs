namespace Channels.Typed.AspNetCore.Dispatch;

/// <summary>A message that is posted to its channel after some time.</summary>
internal sealed class InfoTimer : IDisposable
{
    private readonly ServerChannel _channel;
    private readonly ChannelResources _owner;
    private readonly InfoMessage _message;
    private readonly ITimer _timer;

    public InfoTimer(ServerChannel channel, ChannelResources owner, InfoMessage message, TimeProvider time)
    {
        _channel = channel;
        _owner = owner;
        _message = message;
        _timer = time.CreateTimer(static state => ((InfoTimer)state!).Post(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan); // The state is given here.
    }

    public void Start(TimeSpan delay) => _timer.Change(delay, Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        _owner.Remove(this);
        _timer.Dispose();
    }

    private void Post()
    {
        Dispose();
        _channel.Post(_message, mayExceed: true);
    }
}
