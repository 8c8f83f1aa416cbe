namespace Channels.Typed.Client.Events;

/// <summary>What a handler wants to hear of.</summary>
internal enum SubscriptionKind
{
    /// <summary>One event, or without a name all of them.</summary>
    Event,

    /// <summary>The answers to rejoins.</summary>
    Rejoin,

    /// <summary>Changes of the channel's state.</summary>
    State,
}
