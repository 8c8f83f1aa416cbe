namespace Channels.Typed.Client.Transports;

/// <summary>Makes the connections of a <see cref="ChannelSocket"/>; see <see cref="ChannelSocketOptions.TransportFactory"/>.</summary>
/// <remarks>A socket asks for one connection at a time.</remarks>
public interface IClientTransportFactory
{
    /// <summary>Connects once. Whatever it throws is a failed attempt, after which the socket tries again.</summary>
    /// <param name="request">Where to, and as whom.</param>
    /// <param name="cancellationToken">Cancelled when <see cref="ChannelSocketOptions.ConnectTimeout"/> has passed, or nobody wants the connection any more.</param>
    /// <returns>The connection, which is the caller's to abort.</returns>
    Task<IClientTransport> ConnectAsync(TransportRequest request, CancellationToken cancellationToken);
}
