using Channels.Typed.Client.Compatibility;
using Channels.Typed.Client.Observability;
using Channels.Typed.Client.Transports;

namespace Channels.Typed.Client.Fallback;

/// <summary>Connects by WebSocket if one works, and by long polling otherwise (README.md).</summary>
internal sealed class FallbackConnector(
    SocketSettings settings, RequestSource requests, IClientTransportFactory webSockets, IClientTransportFactory longPolling)
    : IClientTransportFactory
{
    private readonly TransportChoice _choice = new(settings, requests.Address.Endpoint);

    // An attempt that ends with ConnectTimeout says nothing about the transport. So a WebSocket gets less time than that.
    private readonly TimeSpan _webSocketTimeout =
        settings.ConnectTimeout != Timeout.InfiniteTimeSpan && settings.FallbackAfter >= settings.ConnectTimeout
            ? TimeSpan.FromTicks(settings.ConnectTimeout.Ticks / 2)
            : settings.FallbackAfter;

    private static ReadOnlyMemory<byte> ArrayHeartbeat { get; } = "[null,\"0\",\"phoenix\",\"heartbeat\",{}]"u8.ToArray();

    private static ReadOnlyMemory<byte> ObjectHeartbeat { get; } =
        "{\"event\":\"heartbeat\",\"payload\":{},\"ref\":\"0\",\"topic\":\"phoenix\"}"u8.ToArray();

    public Task<IClientTransport> ConnectAsync(TransportRequest request, CancellationToken cancellationToken) =>
        _choice.LongPollingUntil() is { } until
            ? ConnectByLongPollingAsync(request, until, cancellationToken)
            : ConnectByWebSocketAsync(request, cancellationToken);

    /// <summary>Tries whether a WebSocket works now, while the connection stays in use.</summary>
    public async Task<bool> ProbeAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource timeout = settings.TimeProvider.CancelAfter(settings.ConnectTimeout);
        using var attempt = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        IClientTransport? transport = null;
        try
        {
            TransportRequest request = await requests.MakeAsync(attempt.Token).ConfigureAwait(false);
            transport = await OpenAsync(request, attempt.Token).ConfigureAwait(false);
            using CancellationTokenSource silence = settings.TimeProvider.CancelAfter(_webSocketTimeout);
            using var first = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, attempt.Token);
            TransportMessage message = await transport.ReceiveAsync(first.Token).ConfigureAwait(false);
            if (message.Kind != TransportMessageKind.Close)
            {
                await transport.CloseAsync(CloseCodes.Normal, null, first.Token).ConfigureAwait(false);
                _choice.OnWebSocketWorks();
                return true;
            }
        }
        catch (Exception e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Log.ProbeFailed(settings.Logger, requests.Address.Display, e);
        }
        finally
        {
            transport?.Abort();
        }

        _choice.OnProbeFailed();
        return false;
    }

    private async Task<IClientTransport> ConnectByWebSocketAsync(TransportRequest request, CancellationToken cancellationToken)
    {
        try
        {
            IClientTransport transport = await OpenAsync(request, cancellationToken).ConfigureAwait(false);
            return new ProbingWebSocket(transport, _choice, settings.TimeProvider, _webSocketTimeout);
        }
        catch (Exception e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_choice.OnWebSocketUseless())
            {
                throw ProbingWebSocket.SwitchToLongPolling("no WebSocket could be opened", e);
            }

            throw;
        }
    }

    private async Task<IClientTransport> ConnectByLongPollingAsync(
        TransportRequest request, DateTimeOffset until, CancellationToken cancellationToken)
    {
        try
        {
            IClientTransport transport = await longPolling.ConnectAsync(request, cancellationToken).ConfigureAwait(false);
            _choice.OnLongPollingWorks(until);
            return new ReturnToWebSocketTransport(this, transport, settings, until);
        }
        catch
        {
            cancellationToken.ThrowIfCancellationRequested();
            _choice.OnLongPollingFailed();
            throw;
        }
    }

    // A heartbeat is sent first, before anything that is large or slow to answer, because its reply shows soonest that the WebSocket works.
    // Refs of the socket are never 0.
    private async Task<IClientTransport> OpenAsync(TransportRequest request, CancellationToken cancellationToken)
    {
        using CancellationTokenSource timeout = settings.TimeProvider.CancelAfter(_webSocketTimeout);
        using var attempt = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        IClientTransport transport;
        try
        {
            transport = await webSockets.ConnectAsync(request, attempt.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"No WebSocket was opened within FallbackAfter ({_webSocketTimeout}).", e);
        }

        try
        {
            ReadOnlyMemory<byte> heartbeat = settings.ProtocolVersion == ProtocolVersion.V1 ? ObjectHeartbeat : ArrayHeartbeat;
            await transport.SendAsync(heartbeat, isBinary: false, attempt.Token).ConfigureAwait(false);
            await transport.FlushAsync(attempt.Token).ConfigureAwait(false);
            return transport;
        }
        catch
        {
            transport.Abort();
            throw;
        }
    }
}
