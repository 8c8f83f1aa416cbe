using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Channels.Typed.AspNetCore.Handover;

/// <summary>
/// Kestrel's socket transport, with connections that can be handed over. If the handover is turned off, it binds nothing, so Kestrel uses
/// the transport that was registered before.
/// </summary>
internal sealed class HandoverListenerFactory(
    IOptions<SocketTransportOptions> options, ILoggerFactory loggerFactory, HandoverSwitch handover, HandoverLimits limits)
    : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    private readonly SocketTransportFactory _sockets = new(options, loggerFactory);

    public bool CanBind(EndPoint endpoint) => handover.IsOn && _sockets.CanBind(endpoint);

    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        new HandoverListener(await _sockets.BindAsync(endpoint, cancellationToken), limits);
}
