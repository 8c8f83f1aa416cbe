using System.Diagnostics.CodeAnalysis;
using Channels.Typed.Client.Compatibility;
using Channels.Typed.Client.Transports;

namespace Channels.Typed.Client.Fallback;

/// <summary>A WebSocket that must bring a message, any message, before it counts as working.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Abort, which ends every transport, disposes it.")]
internal sealed class ProbingWebSocket(IClientTransport inner, TransportChoice choice, TimeProvider time, TimeSpan timeout)
    : IClientTransport
{
    private readonly CancellationTokenSource _silence =
        choice.EndsSilentWebSockets ? time.CancelAfter(timeout) : new CancellationTokenSource();
    private volatile bool _hasWorked;
    private volatile bool _isClosing;
    private volatile bool _isUsed;
    private int _isReported;

    public string Name => inner.Name;

    public bool NeedsHeartbeat => inner.NeedsHeartbeat;

    public static TransportSwitchException SwitchToLongPolling(string why, Exception? exception) => new("longpoll", why, exception);

    public ValueTask<TransportMessage> ReceiveAsync(CancellationToken cancellationToken) =>
        _hasWorked ? inner.ReceiveAsync(cancellationToken) : ReceiveFirstAsync(cancellationToken);

    public ValueTask SendAsync(ReadOnlyMemory<byte> message, bool isBinary, CancellationToken cancellationToken) =>
        inner.SendAsync(message, isBinary, cancellationToken);

    public ValueTask FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public ValueTask CloseAsync(int code, string? reason, CancellationToken cancellationToken)
    {
        _isClosing = true;
        return inner.CloseAsync(code, reason, cancellationToken);
    }

    public void Abort()
    {
        // After a heartbeat without a reply, the socket ends the connection by this method only.
        _ = ReportIfUseless();
        inner.Abort();
        _silence.Dispose();
    }

    private async ValueTask<TransportMessage> ReceiveFirstAsync(CancellationToken cancellationToken)
    {
        TransportMessage message;
        _isUsed = true;
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(_silence.Token, cancellationToken);
            message = await inner.ReceiveAsync(either.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            bool isSilent = _silence.IsCancellationRequested;
            string why = isSilent
                ? $"the WebSocket brought no message within {timeout}"
                : "the WebSocket broke before it brought a message";
            throw ReportIfUseless() ? SwitchToLongPolling(why, e) : e;
        }

        if (message.Kind == TransportMessageKind.Close)
        {
            return ReportIfUseless()
                ? throw SwitchToLongPolling($"the WebSocket was closed{With(message.CloseCode)} before it brought a message", null)
                : message;
        }

        _hasWorked = true;
        choice.OnWebSocketWorks();
        _silence.Dispose();
        return message;
    }

    private static string With(int? closeCode) => closeCode is null ? "" : $" with code {closeCode}";

    // Reports at most once. An end that the application asked for does not count. True if long polling is to be tried at once.
    private bool ReportIfUseless() =>
        _isUsed && !_hasWorked && !_isClosing && Interlocked.Exchange(ref _isReported, 1) == 0 && choice.OnWebSocketUseless();
}
