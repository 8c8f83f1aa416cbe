using System.ComponentModel;

namespace Channels.Typed.CompilerServices;

/// <summary>The receivers of an event.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum EventScope
{
    /// <summary>All subscribers of the topic, including the sender.</summary>
    Broadcast,

    /// <summary>All subscribers of the topic except the sender.</summary>
    BroadcastFrom,

    /// <summary>Only the client of the sender.</summary>
    Push,
}
