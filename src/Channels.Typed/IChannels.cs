using Channels.Typed.CompilerServices;

namespace Channels.Typed;

/// <summary>Sends events to the subscribers of any topic, from anywhere on the server, such as a controller or a background job.</summary>
/// <remarks>
/// A singleton in the server's services. Safe for use from several threads. Applications call the generated method of their contract, such
/// as <c>channels.RoomChannel("lobby").MessagePostedAsync(message)</c>.
/// </remarks>
public interface IChannels
{
    /// <summary>Gets the target that sends to all subscribers of a topic.</summary>
    /// <param name="topic">The topic.</param>
    /// <returns>The target. It holds no resources.</returns>
    EventTarget Topic(string topic);

    /// <summary>Closes all connections with this socket id, on all nodes, with close code 1001.</summary>
    /// <remarks>The clients reconnect afterwards. To keep them away, refuse them in the user socket.</remarks>
    /// <param name="socketId">The id that the user socket set for the connections.</param>
    /// <returns>A task that completes when the request has been sent to all nodes. The connections may close later.</returns>
    ValueTask DisconnectAsync(string socketId);
}
