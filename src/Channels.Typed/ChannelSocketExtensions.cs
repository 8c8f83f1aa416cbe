using Channels.Typed.CompilerServices;

namespace Channels.Typed;

/// <summary>Creates clients of channels without a contract.</summary>
public static class ChannelSocketExtensions
{
    /// <summary>Creates a client of a channel whose topic and events are known only at run time. It is not joined yet.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="topic">The topic, such as <c>room:lobby</c>.</param>
    /// <param name="payload">The payload of the join and of each rejoin. The default is <c>{}</c>.</param>
    /// <returns>The client. The caller disposes it.</returns>
    /// <exception cref="ArgumentException">The topic is empty or reserved for the protocol.</exception>
    public static UntypedChannelClient Channel(this IChannelSocket socket, string topic, ChannelPayload payload = default) =>
        new(Make(socket, topic), payload, null);

    /// <summary>Creates a client of a channel whose topic and events are known only at run time. It is not joined yet.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="topic">The topic, such as <c>room:lobby</c>.</param>
    /// <param name="payload">Creates the payload of the join and of each rejoin, such as a fresh token. Called on the thread pool.</param>
    /// <returns>The client. The caller disposes it.</returns>
    /// <exception cref="ArgumentException">The topic is empty or reserved for the protocol.</exception>
    public static UntypedChannelClient Channel(
        this IChannelSocket socket, string topic, Func<CancellationToken, ValueTask<ChannelPayload>> payload) =>
        new(Make(socket, topic), default, payload ?? throw new ArgumentNullException(nameof(payload)));

    private static IClientChannel Make(IChannelSocket socket, string topic) =>
        (socket ?? throw new ArgumentNullException(nameof(socket))).CreateChannel(topic);
}
