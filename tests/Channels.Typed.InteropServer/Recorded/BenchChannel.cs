using Channels.Typed.AspNetCore;

namespace Channels.Typed.InteropServer.Recorded;

/// <summary>Replies with the payload that it gets, JSON or bytes. A contract cannot express that, so the channel is untyped.</summary>
internal sealed class BenchChannel(Members members) : UntypedChannel, IHandleTerminate
{
    public ValueTask TerminateAsync(TerminateReason reason)
    {
        members.Remove(Topic);
        return default;
    }

    protected override ValueTask<ChannelReply> JoinAsync(ChannelPayload payload, CancellationToken cancellationToken)
    {
        members.Add(Topic);
        return new(ChannelReply.Ok());
    }

    protected override ValueTask<ChannelReply> HandleInAsync(
        string eventName, ChannelPayload payload, CancellationToken cancellationToken) => eventName switch
        {
            "echo" => new(ChannelReply.Ok(payload)),
            "shout" => Sent(BroadcastAsync(eventName, payload)),
            "shout_from" when members.IsUnnoticed(payload, Topic, without: 1) => new(ChannelReply.None),
            "shout_from" => Sent(BroadcastFromAsync(eventName, payload)),
            "cast" => new(ChannelReply.None),
            _ => new(ChannelReply.UnknownEvent),
        };

    private static ValueTask<ChannelReply> Sent(ValueTask task)
    {
        return task.IsCompletedSuccessfully ? new(ChannelReply.None) : AwaitAsync(task);

        static async ValueTask<ChannelReply> AwaitAsync(ValueTask task)
        {
            await task;
            return ChannelReply.None;
        }
    }
}
