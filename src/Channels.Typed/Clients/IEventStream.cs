using System.ComponentModel;

namespace Channels.Typed;

/// <summary>
/// A stream that receives events. Its handler only stores them, so the channel calls it directly and not on the context of the application.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IEventStream
{
    /// <summary>Ends the stream after what it has buffered. A call of its handler that waits for room completes. Idempotent.</summary>
    void End();
}
