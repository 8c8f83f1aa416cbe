namespace Channels.Typed.AspNetCore.Handlers;

/// <summary>A message for <see cref="IHandleInfo{TMessage}"/>. The subclass knows its type.</summary>
internal abstract class InfoMessage
{
    public abstract Type MessageType { get; }

    /// <summary>Gets the bytes that the message keeps in memory, if it is a broadcast.</summary>
    public virtual int Size => 0;

    public abstract bool IsHandledBy(object handler);

    public abstract ValueTask HandleAsync(object handler, CancellationToken cancellationToken);
}
