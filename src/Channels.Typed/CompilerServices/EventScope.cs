using System.ComponentModel;

namespace Channels.Typed.CompilerServices;

/// <summary>Whom an event is sent to.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum EventScope
{
    /// <summary>Every subscriber of the topic, the sender too.</summary>
    Broadcast,

    /// <summary>Every subscriber of the topic but the sender.</summary>
    BroadcastFrom,

    /// <summary>The sender's own client only.</summary>
    Push,
}
