using Channels.Typed.Client.Compatibility;
using Channels.Typed.Client.Transports;

namespace Channels.Typed.Client;

/// <summary>
/// Makes the request of each attempt to connect. It calls the application's factories for parameters and token each time.
/// </summary>
internal sealed class RequestSource(SocketSettings settings, SocketAddress address)
{
    public SocketAddress Address => address;

    public async Task<TransportRequest> MakeAsync(CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, string>? late = settings.ParamsFactory is { } paramsFactory
            ? await WaitForFactoryAsync(paramsFactory(cancellationToken).AsTask(), cancellationToken).ConfigureAwait(false)
            : null;
        string? token = settings.AuthTokenFactory is { } tokenFactory
            ? await WaitForFactoryAsync(tokenFactory(cancellationToken).AsTask(), cancellationToken).ConfigureAwait(false)
            : null;
        Uri webSocket = address.WithParams(settings.Params, late);
        return new TransportRequest(webSocket, address.LongPoll(webSocket), token ?? settings.AuthToken);
    }

    // A factory that hangs must not delay the next attempt or the end of the socket.
    private async Task<T> WaitForFactoryAsync<T>(Task<T> making, CancellationToken cancellationToken)
    {
        await making.WaitAsync(settings.TimeProvider, cancellationToken).ConfigureAwait(false);
        return await making.ConfigureAwait(false);
    }
}
