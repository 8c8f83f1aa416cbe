namespace Channels.Typed.Client.Transports;

/// <summary>Makes the connections of a <see cref="ChannelSocket"/>. See <see cref="ChannelSocketOptions.TransportFactory"/>.</summary>
/// <remarks>A socket makes one connection at a time. Sockets that share a factory may call it at the same time.</remarks>
public interface IClientTransportFactory
{
    /// <summary>Connects once. If it throws, for any reason, the attempt has failed and the socket tries again.</summary>
    /// <param name="request">The address, the parameters and the token.</param>
    /// <param name="cancellationToken">
    /// Cancelled after <see cref="ChannelSocketOptions.ConnectTimeout"/>, or when the socket stops its attempts to connect.
    /// </param>
    /// <returns>The connection. The caller aborts it.</returns>
    Task<IClientTransport> ConnectAsync(TransportRequest request, CancellationToken cancellationToken);
}
