namespace Channels.Typed.Client.Events;

/// <summary>The kinds of handlers.</summary>
internal enum SubscriptionKind
{
    /// <summary>One event, or all events.</summary>
    Event,

    /// <summary>Successful joins.</summary>
    Join,

    /// <summary>The replies to rejoins.</summary>
    Rejoin,

    /// <summary>Changes of the channel's state.</summary>
    State,
}
