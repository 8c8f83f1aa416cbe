namespace Channels.Typed.AspNetCore.Handlers;

/// <summary>A message of one type, for <see cref="IHandleInfo{TMessage}"/>.</summary>
internal sealed class TypedInfoMessage<TMessage>(TMessage message) : InfoMessage
{
    public override Type MessageType => typeof(TMessage);

    public override int Size => message is ChannelBroadcast broadcast ? broadcast.Payload.Bytes.Length : 0;

    public override bool IsHandledBy(object handler) => handler is IHandleInfo<TMessage>;

    public override ValueTask HandleAsync(object handler, CancellationToken cancellationToken) =>
        ((IHandleInfo<TMessage>)handler).HandleInfoAsync(message, cancellationToken);
}
