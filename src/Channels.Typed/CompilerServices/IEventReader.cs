using System.ComponentModel;

namespace Channels.Typed.CompilerServices;

/// <summary>Reads the payload of an event once for all its handlers. The channel calls it, and never from two threads at once.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IEventReader
{
    /// <summary>Reads the payload and keeps it for the handlers of this event. Never called on the context of the application.</summary>
    /// <param name="payload">The payload.</param>
    /// <exception cref="InvalidOperationException">The payload does not have the declared type. No handler is called.</exception>
    void Read(ChannelPayload payload);

    /// <summary>Forgets the payload. Called when the last handler has completed.</summary>
    void Clear();
}
