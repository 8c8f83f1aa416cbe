namespace Channels.Typed.Interop.Tests.Proxies;

/// <summary>Accepts every join, and replies to each event with its payload.</summary>
internal sealed class EchoChannel : AspNetCore.UntypedChannel
{
    protected override ValueTask<AspNetCore.ChannelReply> JoinAsync(ChannelPayload payload, CancellationToken cancellationToken) =>
        new(AspNetCore.ChannelReply.Ok());

    protected override ValueTask<AspNetCore.ChannelReply> HandleInAsync(
        string eventName, ChannelPayload payload, CancellationToken cancellationToken) =>
        new(AspNetCore.ChannelReply.Ok(payload));
}
