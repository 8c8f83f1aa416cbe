namespace Channels.Typed.Client.Transports;

/// <summary>Remembers which endpoints need long polling. See <see cref="ChannelSocketOptions.TransportMemory"/>.</summary>
/// <remarks>
/// An implementation may store it beyond the end of the process. Sockets call it from any thread, several at a time. Exceptions are logged,
/// and the endpoint is treated as unknown.
/// </remarks>
public interface ITransportMemory
{
    /// <summary>Gets the time until which long polling is used without trying a WebSocket.</summary>
    /// <param name="endpoint">The address of the server's socket, without transport and query.</param>
    /// <returns>The time; <see langword="null"/> if the endpoint is unknown.</returns>
    DateTimeOffset? Recall(Uri endpoint);

    /// <summary>Stores or removes that an endpoint needs long polling.</summary>
    /// <param name="endpoint">The address of the server's socket, without transport and query.</param>
    /// <param name="until">
    /// The time until which long polling is used; <see langword="null"/> to remove the endpoint, because a WebSocket works.
    /// </param>
    void Remember(Uri endpoint, DateTimeOffset? until);
}
