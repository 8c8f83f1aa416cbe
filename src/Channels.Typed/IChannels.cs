using Channels.Typed.CompilerServices;

namespace Channels.Typed;

/// <summary>Sends events to the subscribers of any topic, from anywhere on the server: a controller, a job, another node.</summary>
/// <remarks>A singleton of the server's services, safe for use from several threads. Users call the generated method of their contract, such
/// as <c>channels.RoomChannel("lobby").MessagePostedAsync(message)</c>.</remarks>
public interface IChannels
{
    /// <summary>Gets the target that sends to all subscribers of a topic.</summary>
    /// <param name="topic">The topic.</param>
    /// <returns>The target; it holds no resources.</returns>
    EventTarget Topic(string topic);

    /// <summary>Closes every connection whose socket id is <paramref name="socketId"/>, on all nodes, with close code 1001.</summary>
    /// <remarks>Clients reconnect after that, so refuse them in the user socket if they must stay away.</remarks>
    /// <param name="socketId">The id that the user socket gave to the connections.</param>
    /// <returns>A task that completes when the request is handed over.</returns>
    ValueTask DisconnectAsync(string socketId);
}
