using Channels.Typed.CompilerServices;

namespace Channels.Typed;

/// <summary>A client's socket, as generated clients use it. <c>ChannelSocket</c> in Channels.Typed.Client implements it.</summary>
/// <remarks>Safe for use from several threads.</remarks>
public interface IChannelSocket
{
    /// <summary>
    /// Creates a channel. It is not joined yet. Applications call the generated method of their contract instead, such as
    /// <c>socket.RoomChannel("lobby")</c>.
    /// </summary>
    /// <param name="topic">The topic.</param>
    /// <param name="template">
    /// The topic pattern of the contract, such as <c>room:{room}</c>. Metrics use it as the name of the topic. It is
    /// <see langword="null"/> without a contract.
    /// </param>
    /// <returns>The channel. The caller disposes it.</returns>
    IClientChannel CreateChannel(string topic, string? template = null);
}
