namespace Channels.Typed.Client.Joins;

/// <summary>What every join and rejoin of a channel sends: a value, or what a function makes each time.</summary>
internal readonly struct JoinPayload(ChannelPayload value, Func<CancellationToken, ValueTask<ChannelPayload>>? factory)
{
    public ChannelPayload Value { get; } = value;

    public Func<CancellationToken, ValueTask<ChannelPayload>>? Factory { get; } = factory;
}
