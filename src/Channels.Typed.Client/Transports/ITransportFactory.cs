namespace Channels.Typed.Client.Transports;

/// <summary>Makes connections; tests have one of their own.</summary>
internal interface ITransportFactory
{
    Task<ITransport> ConnectAsync(Uri uri, CancellationToken cancellationToken);
}
