using Channels.Typed.CompilerServices;

namespace Channels.Typed;

/// <summary>A client's socket, as generated clients use it. <c>ChannelSocket</c> in Channels.Typed.Client implements it.</summary>
/// <remarks>Safe for use from several threads.</remarks>
public interface IChannelSocket
{
    /// <summary>
    /// Makes a channel that is not joined yet. Users call the generated method of their contract, such as
    /// <c>socket.RoomChannel("lobby")</c>.
    /// </summary>
    /// <param name="topic">The topic.</param>
    /// <param name="template">
    /// The topic pattern of the channel's contract, such as <c>room:{room}</c>, under which it is measured; <see langword="null"/> without
    /// a contract.
    /// </param>
    /// <returns>The channel, which the caller disposes.</returns>
    IClientChannel CreateChannel(string topic, string? template = null);
}
