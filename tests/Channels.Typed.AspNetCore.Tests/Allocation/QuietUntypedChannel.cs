namespace Channels.Typed.AspNetCore.Tests.Allocation;

/// <summary>An untyped channel that allocates nothing.</summary>
internal sealed class QuietUntypedChannel : UntypedChannel
{
    protected override ValueTask<ChannelReply> JoinAsync(ChannelPayload payload, CancellationToken cancellationToken) =>
        new(ChannelReply.Ok());

    protected override ValueTask<ChannelReply> HandleInAsync(string eventName, ChannelPayload payload, CancellationToken cancellationToken)
    {
        if (eventName == "echo")
        {
            return new(ChannelReply.Ok(payload));
        }

        ValueTask push = PushAsync("pushed", payload);
        return push.IsCompletedSuccessfully ? new(ChannelReply.None) : throw new InvalidOperationException(
            "A push completes synchronously.");
    }
}
