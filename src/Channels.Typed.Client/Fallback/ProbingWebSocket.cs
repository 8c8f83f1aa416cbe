using System.Diagnostics.CodeAnalysis;
using Channels.Typed.Client.Compatibility;
using Channels.Typed.Client.Transports;

namespace Channels.Typed.Client.Fallback;

/// <summary>A WebSocket that has to bring a message, any message, before it counts as one that works.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Abort, which ends every transport, disposes it.")]
internal sealed class ProbingWebSocket(IClientTransport inner, TransportChoice choice, TimeProvider time, TimeSpan patience) : IClientTransport
{
    private readonly CancellationTokenSource _silence = choice.IsImpatient ? time.CancelAfter(patience) : new CancellationTokenSource();
    private volatile bool _isProven;
    private volatile bool _isClosing;
    private volatile bool _isUsed;
    private int _isJudged;

    public string Name => inner.Name;

    public bool NeedsHeartbeat => inner.NeedsHeartbeat;

    public static TransportSwitchException Useless(string why, Exception? exception) => new("longpoll", why, exception);

    public ValueTask<TransportMessage> ReceiveAsync(CancellationToken cancellationToken) =>
        _isProven ? inner.ReceiveAsync(cancellationToken) : ReceiveFirstAsync(cancellationToken);

    public ValueTask SendAsync(ReadOnlyMemory<byte> message, bool isBinary, CancellationToken cancellationToken) => inner.SendAsync(message, isBinary, cancellationToken);

    public ValueTask FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public ValueTask CloseAsync(int code, string? reason, CancellationToken cancellationToken)
    {
        _isClosing = true;
        return inner.CloseAsync(code, reason, cancellationToken);
    }

    public void Abort()
    {
        // A heartbeat that was not answered ends the connection from here, too.
        _ = IsUseless();
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
            throw IsUseless() ? Useless(isSilent ? $"the WebSocket brought no message within {patience}" : "the WebSocket broke before it brought a message", e) : e;
        }

        if (message.Kind == TransportMessageKind.Close)
        {
            return IsUseless() ? throw Useless($"the WebSocket was closed with {message.CloseCode} before it brought a message", null) : message;
        }

        _isProven = true;
        choice.OnWebSocketWorks();
        _silence.Dispose();
        return message;
    }

    // Judged once; an end that the application wanted says nothing.
    private bool IsUseless() => _isUsed && !_isProven && !_isClosing && Interlocked.Exchange(ref _isJudged, 1) == 0 && choice.OnWebSocketUseless();
}
