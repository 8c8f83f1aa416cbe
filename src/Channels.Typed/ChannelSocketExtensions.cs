using Channels.Typed.CompilerServices;

namespace Channels.Typed;

/// <summary>Channels without a contract, from any socket.</summary>
public static class ChannelSocketExtensions
{
    /// <summary>Makes a client of a channel whose topic and events are known only at run time. It is not joined yet.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="topic">The topic, such as <c>room:lobby</c>.</param>
    /// <param name="payload">What every join and rejoin sends; the default is <c>{}</c>.</param>
    /// <returns>The client, which the caller disposes.</returns>
    /// <exception cref="ArgumentException">The topic is not one of a channel.</exception>
    public static UntypedChannelClient Channel(this IChannelSocket socket, string topic, ChannelPayload payload = default) =>
        new(Make(socket, topic), payload, null);

    /// <summary>Makes a client of a channel whose topic and events are known only at run time. It is not joined yet.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="topic">The topic, such as <c>room:lobby</c>.</param>
    /// <param name="payload">Called on the thread pool by every join and rejoin for what it sends, such as a fresh token.</param>
    /// <returns>The client, which the caller disposes.</returns>
    /// <exception cref="ArgumentException">The topic is not one of a channel.</exception>
    public static UntypedChannelClient Channel(this IChannelSocket socket, string topic, Func<CancellationToken, ValueTask<ChannelPayload>> payload) =>
        new(Make(socket, topic), default, payload ?? throw new ArgumentNullException(nameof(payload)));

    private static IClientChannel Make(IChannelSocket socket, string topic) =>
        (socket ?? throw new ArgumentNullException(nameof(socket))).CreateChannel(topic);
}
