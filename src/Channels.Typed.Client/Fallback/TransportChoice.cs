using Channels.Typed.Client.Observability;

namespace Channels.Typed.Client.Fallback;

/// <summary>
/// What one socket knows about its transports (README.md). Safe for use from several threads: the reader, attempts to connect and probes
/// call it.
/// </summary>
internal sealed class TransportChoice(SocketSettings settings, Uri endpoint)
{
    // Guards the fields below. The application's TransportMemory is never called under it.
    private readonly object _lock = new();
    private bool _hasWebSocketWorked;
    private int _uselessInARow;
    private bool _isTryingLongPolling;
    private int _longPollFailuresInARow;
    private DateTimeOffset? _longPollingUntil;

    /// <summary>Gets the time until which long polling is used; <see langword="null"/> if a WebSocket is to be tried.</summary>
    public DateTimeOffset? LongPollingUntil()
    {
        DateTimeOffset now = settings.TimeProvider.GetUtcNow();
        lock (_lock)
        {
            if (_isTryingLongPolling)
            {
                return RetryTime(now);
            }

            if (_hasWebSocketWorked || _longPollingUntil is not null)
            {
                return _longPollingUntil > now ? _longPollingUntil : null;
            }
        }

        return Recall() is { } until && until > now ? until : null;
    }

    /// <summary>A WebSocket brought a message.</summary>
    public void OnWebSocketWorks()
    {
        lock (_lock)
        {
            _hasWebSocketWorked = true;
            _uselessInARow = 0;
            _isTryingLongPolling = false;
            _longPollingUntil = null;
        }

        if (Recall() is not null)
        {
            Remember(null);
        }
    }

    /// <summary>A WebSocket did not open, or brought no message.</summary>
    /// <returns><see langword="true"/> if long polling is to be tried at once.</returns>
    public bool OnWebSocketUseless()
    {
        lock (_lock)
        {
            _uselessInARow++;
            if (_hasWebSocketWorked && _uselessInARow < settings.MaxUselessWebSockets)
            {
                return false;
            }

            _isTryingLongPolling = true;
            return true;
        }
    }

    /// <summary>
    /// Whether a silent WebSocket is ended after <c>FallbackAfter</c>. If a WebSocket has worked before, the heartbeat decides instead.
    /// </summary>
    public bool EndsSilentWebSockets
    {
        get
        {
            lock (_lock)
            {
                return !_hasWebSocketWorked;
            }
        }
    }

    public void OnLongPollingWorks(DateTimeOffset until)
    {
        bool isRemembered;
        lock (_lock)
        {
            isRemembered = !_hasWebSocketWorked;
            _isTryingLongPolling = false;
            _longPollFailuresInARow = 0;
            _longPollingUntil = until;
        }

        // If a WebSocket has worked on this socket, the failure is probably temporary: the endpoint is not remembered.
        if (isRemembered)
        {
            Remember(until);
        }
    }

    /// <summary>No session began. The server may be down at the moment, so this says little about WebSockets.</summary>
    public void OnLongPollingFailed()
    {
        lock (_lock)
        {
            bool wasTrying = _isTryingLongPolling;
            _isTryingLongPolling = false;
            if (!wasTrying && ++_longPollFailuresInARow < settings.MaxUselessWebSockets)
            {
                return;
            }

            _longPollFailuresInARow = 0;

            // A time in the past: a WebSocket is tried next, and the time in TransportMemory is ignored.
            _longPollingUntil = DateTimeOffset.MinValue;
        }
    }

    /// <summary>The WebSocket that was tried during long polling did not work.</summary>
    public void OnProbeFailed() => OnLongPollingWorks(RetryTime(settings.TimeProvider.GetUtcNow()));

    private DateTimeOffset RetryTime(DateTimeOffset now) =>
        settings.WebSocketRetryInterval == Timeout.InfiniteTimeSpan ? DateTimeOffset.MaxValue : now + settings.WebSocketRetryInterval;

    private DateTimeOffset? Recall()
    {
        try
        {
            return settings.TransportMemory.Recall(endpoint);
        }
        catch (Exception e)
        {
            Log.TransportMemoryFailed(settings.Logger, e);
            return null;
        }
    }

    private void Remember(DateTimeOffset? until)
    {
        try
        {
            settings.TransportMemory.Remember(endpoint, until);
        }
        catch (Exception e)
        {
            Log.TransportMemoryFailed(settings.Logger, e);
        }
    }
}
