namespace Channels.Typed.AspNetCore.Handlers;

/// <summary>A message from elsewhere on its way to <see cref="IHandleInfo{TMessage}"/>; the type is known where it was posted.</summary>
internal abstract class InfoMessage
{
    public abstract Type MessageType { get; }

    public abstract bool IsHandledBy(object handler);

    public abstract ValueTask HandleAsync(object handler, CancellationToken cancellationToken);
}
