namespace Channels.Typed.Client.Sockets;

/// <summary>The payload of every join and rejoin of a channel: a value, or a function that makes a new one each time.</summary>
internal readonly struct JoinPayload(ChannelPayload value, Func<CancellationToken, ValueTask<ChannelPayload>>? factory)
{
    public ChannelPayload Value { get; } = value;

    public Func<CancellationToken, ValueTask<ChannelPayload>>? Factory { get; } = factory;
}
