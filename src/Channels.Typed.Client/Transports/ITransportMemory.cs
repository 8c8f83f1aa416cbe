namespace Channels.Typed.Client.Transports;

/// <summary>Remembers which endpoints need long polling; see <see cref="ChannelSocketOptions.TransportMemory"/>. An application may keep it longer than its process.</summary>
/// <remarks>Called by sockets from any thread, several at a time. What it throws is logged, and counts as nothing remembered.</remarks>
public interface ITransportMemory
{
    /// <summary>Says until when long polling is to be used without trying a WebSocket.</summary>
    /// <param name="endpoint">The server's socket, without transport and query.</param>
    /// <returns>The time; <see langword="null"/> if nothing is known.</returns>
    DateTimeOffset? Recall(Uri endpoint);

    /// <summary>Keeps, or forgets, that an endpoint needs long polling.</summary>
    /// <param name="endpoint">The server's socket, without transport and query.</param>
    /// <param name="until">Until when; <see langword="null"/> to forget it, since a WebSocket works.</param>
    void Remember(Uri endpoint, DateTimeOffset? until);
}
