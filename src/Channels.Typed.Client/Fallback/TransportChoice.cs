using Channels.Typed.Client.Observability;

namespace Channels.Typed.Client.Fallback;

/// <summary>What one socket knows of its transports (README, "Fallback"). Safe for use from several threads: reader, attempts and probes tell it.</summary>
internal sealed class TransportChoice(SocketSettings settings, Uri endpoint)
{
    // Guards the fields below. The application's memory is never called under it.
    private readonly object _lock = new();
    private bool _hasWorked;
    private int _useless;
    private bool _isTryingLongPolling;
    private int _longPollFailures;
    private DateTimeOffset? _longPollingUntil;

    /// <summary>Until when long polling is to be used; <see langword="null"/> if a WebSocket is to be tried.</summary>
    public DateTimeOffset? LongPollingUntil()
    {
        DateTimeOffset now = settings.TimeProvider.GetUtcNow();
        lock (_lock)
        {
            if (_isTryingLongPolling)
            {
                return RetryTime(now);
            }

            if (_hasWorked || _longPollingUntil is not null)
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
            _hasWorked = true;
            _useless = 0;
            _isTryingLongPolling = false;
            _longPollingUntil = null;
        }

        if (Recall() is not null)
        {
            Remember(null);
        }
    }

    /// <summary>A WebSocket did not open, or brought no message; <see langword="true"/> if long polling is to be tried at once.</summary>
    public bool OnWebSocketUseless()
    {
        lock (_lock)
        {
            _useless++;
            if (_hasWorked && _useless < settings.MaxUselessWebSockets)
            {
                return false;
            }

            _isTryingLongPolling = true;
            return true;
        }
    }

    /// <summary>Whether a silent WebSocket is given up before a heartbeat finds it out: not one whose predecessors worked.</summary>
    public bool IsImpatient
    {
        get
        {
            lock (_lock)
            {
                return !_hasWorked;
            }
        }
    }

    public void OnLongPollingWorks(DateTimeOffset until)
    {
        bool isWorthRemembering;
        lock (_lock)
        {
            isWorthRemembering = !_hasWorked;
            _isTryingLongPolling = false;
            _longPollFailures = 0;
            _longPollingUntil = until;
        }

        // A WebSocket that worked once is no property of the endpoint, but a bad day.
        if (isWorthRemembering)
        {
            Remember(until);
        }
    }

    /// <summary>No session began: perhaps there is no server at the moment, so that this says little about WebSockets.</summary>
    public void OnLongPollingFailed()
    {
        lock (_lock)
        {
            bool wasTrying = _isTryingLongPolling;
            _isTryingLongPolling = false;
            if (!wasTrying && ++_longPollFailures < settings.MaxUselessWebSockets)
            {
                return;
            }

            _longPollFailures = 0;

            // In the past, so that what is remembered does not count either.
            _longPollingUntil = DateTimeOffset.MinValue;
        }
    }

    /// <summary>The WebSocket that was tried beside long polling did not work.</summary>
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
