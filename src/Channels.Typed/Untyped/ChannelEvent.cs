namespace Channels.Typed;

/// <summary>An event of a channel without a contract. Immutable.</summary>
/// <param name="name">The event's name.</param>
/// <param name="payload">The payload.</param>
public readonly struct ChannelEvent(string name, ChannelPayload payload)
{
    /// <summary>Gets the event's name.</summary>
    public string Name { get; } = name;

    /// <summary>Gets the payload.</summary>
    public ChannelPayload Payload { get; } = payload;

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {Payload}";
}
