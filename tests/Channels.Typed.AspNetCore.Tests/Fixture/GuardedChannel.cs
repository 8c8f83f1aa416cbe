namespace Channels.Typed.AspNetCore.Tests.Fixture;

/// <summary>A channel that records its calls, for tests of the gate.</summary>
internal sealed class GuardedChannel : UntypedChannel
{
    private readonly CallLog _log;

    public GuardedChannel(CallLog log)
    {
        _log = log;
        log.Add("made");
    }

    protected override ValueTask<ChannelReply> JoinAsync(ChannelPayload payload, CancellationToken cancellationToken)
    {
        _log.Add("join");
        return new(Topic == "g:no" ? ChannelReply.Error() : ChannelReply.Ok());
    }

    protected override async ValueTask<ChannelReply> HandleInAsync(
        string eventName, ChannelPayload payload, CancellationToken cancellationToken)
    {
        _log.Add(eventName);
        switch (eventName)
        {
            case "echo" or "other":
                return ChannelReply.Ok(payload);
            case "wait":
                await _log.Release.Task;
                return ChannelReply.Error(payload);
            case "later":
                DeferReply();
                return ChannelReply.Deferred;
            case "silent":
                return ChannelReply.None;
            case "crash":
                throw new InvalidOperationException("handle_in");
            default:
                return ChannelReply.UnknownEvent;
        }
    }
}
