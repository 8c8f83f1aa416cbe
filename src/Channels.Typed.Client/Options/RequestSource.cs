using Channels.Typed.Client.Compatibility;
using Channels.Typed.Client.Transports;

namespace Channels.Typed.Client;

/// <summary>Asks the application anew, for every attempt to connect, who it is.</summary>
internal sealed class RequestSource(SocketSettings settings, SocketAddress address)
{
    public SocketAddress Address => address;

    public async Task<TransportRequest> MakeAsync(CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, string>? late = settings.ParamsFactory is { } paramsFactory
            ? await WithinAsync(paramsFactory(cancellationToken).AsTask(), cancellationToken).ConfigureAwait(false)
            : null;
        string? token = settings.AuthTokenFactory is { } tokenFactory
            ? await WithinAsync(tokenFactory(cancellationToken).AsTask(), cancellationToken).ConfigureAwait(false)
            : null;
        Uri webSocket = address.WithParams(settings.Params, late);
        return new TransportRequest(webSocket, address.LongPoll(webSocket), token ?? settings.AuthToken);
    }

    // A factory that hangs must hold up neither the attempts nor the end of the socket.
    private async Task<T> WithinAsync<T>(Task<T> making, CancellationToken cancellationToken)
    {
        await making.WaitAsync(settings.TimeProvider, cancellationToken).ConfigureAwait(false);
        return await making.ConfigureAwait(false);
    }
}
