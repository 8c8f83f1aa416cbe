using Microsoft.AspNetCore.Http;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.LongPolling.Fixture;

/// <summary>Replies whether an <see cref="HttpContext"/> is visible: at a join, at a push, and after an await.</summary>
internal sealed class ContextChannel(IHttpContextAccessor accessor) : UntypedChannel
{
    private ChannelPayload Seen => ChannelPayload.FromJson(accessor.HttpContext is null ? """{"request":false}""" : """{"request":true}""");

    protected override ValueTask<ChannelReply> JoinAsync(ChannelPayload payload, CancellationToken cancellationToken) =>
        new(ChannelReply.Ok(Seen));

    protected override async ValueTask<ChannelReply> HandleInAsync(
        string eventName, ChannelPayload payload, CancellationToken cancellationToken)
    {
        await PushAsync("first", Seen);
        await Task.Yield();
        return ChannelReply.Ok(Seen);
    }
}
