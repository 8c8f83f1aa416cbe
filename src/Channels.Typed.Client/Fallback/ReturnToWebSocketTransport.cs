using System.Diagnostics.CodeAnalysis;
using Channels.Typed.Client.Compatibility;
using Channels.Typed.Client.Transports;

namespace Channels.Typed.Client.Fallback;

/// <summary>Long polling that tries a WebSocket from time to time, and ends as soon as one works.</summary>
[SuppressMessage(
    "Design",
    "CA1001",
    Justification = "Neither source has a timer or links, so they hold nothing; Abort may be called more than once.")]
internal sealed class ReturnToWebSocketTransport : ISessionTransport
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly FallbackConnector _connector;
    private readonly IClientTransport _inner;
    private readonly SocketSettings _settings;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _switch = new();

    public ReturnToWebSocketTransport(FallbackConnector connector, IClientTransport inner, SocketSettings settings, DateTimeOffset until)
    {
        _connector = connector;
        _inner = inner;
        _settings = settings;
        _ = BackgroundTask.Run(() => ProbeUntilWebSocketWorksAsync(until));
    }

    public string Name => _inner.Name;

    public bool NeedsHeartbeat => _inner.NeedsHeartbeat;

    public async ValueTask<TransportMessage> ReceiveAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_switch.Token, cancellationToken);
        try
        {
            return await _inner.ReceiveAsync(either.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (_switch.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TransportSwitchException("websocket", "a WebSocket works now", e);
        }
    }

    public ValueTask SendAsync(ReadOnlyMemory<byte> message, bool isBinary, CancellationToken cancellationToken) =>
        _inner.SendAsync(message, isBinary, cancellationToken);

    public ValueTask FlushAsync(CancellationToken cancellationToken) => _inner.FlushAsync(cancellationToken);

    public ValueTask CloseAsync(int code, string? reason, CancellationToken cancellationToken)
    {
        _stop.Cancel();
        return _inner.CloseAsync(code, reason, cancellationToken);
    }

    public void Abort()
    {
        _stop.Cancel();
        _inner.Abort();
    }

    private async Task ProbeUntilWebSocketWorksAsync(DateTimeOffset until)
    {
        try
        {
            await WaitUntilAsync(until).ConfigureAwait(false);
            while (!await _connector.ProbeAsync(_stop.Token).ConfigureAwait(false))
            {
                await _settings.TimeProvider.DelayAsync(_settings.WebSocketRetryInterval, _stop.Token).ConfigureAwait(false);
            }

            _switch.Cancel();
        }
        catch (OperationCanceledException)
        {
            // The connection ended before a WebSocket worked.
        }
    }

    // A TransportMemory may return a time that is further away than the longest timer.
    private async Task WaitUntilAsync(DateTimeOffset until)
    {
        while (true)
        {
            TimeSpan left = until - _settings.TimeProvider.GetUtcNow();
            if (left <= TimeSpan.Zero)
            {
                return;
            }

            await _settings.TimeProvider.DelayAsync(left < LongestWait ? left : LongestWait, _stop.Token).ConfigureAwait(false);
        }
    }
}
