using System.Diagnostics;
using System.Diagnostics.Metrics;
using Channels.Typed.AspNetCore.Transports;
using Microsoft.Extensions.Logging;

namespace Channels.Typed.AspNetCore.Observability;

/// <summary>
/// The server's telemetry: metrics, spans, and the log entries that clients can cause. Each host has one instance, so that several hosts
/// in one process have separate meters. While nothing listens, no time is measured and no tag is created. Safe for use from several
/// threads.
/// </summary>
internal sealed partial class ServerTelemetry : IDisposable
{
    public const string Name = "Channels.Typed.AspNetCore";

    private const int ConnectionLost = 1006;

    private readonly ServerMetrics _metrics;
    private readonly ILogger _logger;
    private readonly LogLimiter _limiter;
    private int _channelCount;

    public ServerTelemetry(IMeterFactory meters, TimeProvider time, ILogger logger)
    {
        _metrics = new ServerMetrics(meters.Create(Name)); // The factory disposes the meter.
        _logger = logger;
        _limiter = new LogLimiter(time);
        Time = time;
    }

    public ActivitySource Source { get; } = new(Name);

    public TimeProvider Time { get; }

    /// <summary>Gets the number of joined channels.</summary>
    public int ChannelCount => Volatile.Read(ref _channelCount);

    public void Dispose() => Source.Dispose();

    /// <summary>Records that the user socket accepted or refused a client.</summary>
    public void OnUserSocketAnswered(bool isAccepted, TimeSpan elapsed, string transport, ConnectionLogger logger, bool isLogged)
    {
        OnConnect(isAccepted ? Outcome.Ok : Outcome.Refused, elapsed);
        if (!isAccepted)
        {
            OnConnectRefused(ConnectRefusal.UserSocket, isLogged);
        }
        else if (isLogged)
        {
            Log.Connected(logger, transport, elapsed.TotalMilliseconds);
        }
    }

    /// <summary>Records that the user socket threw.</summary>
    public void OnUserSocketFailed(TimeSpan elapsed, bool isLogged)
    {
        OnConnect(Outcome.Failed, elapsed);
        OnConnectRefused(ConnectRefusal.Failed, isLogged);
    }

    /// <summary>Records that a connect was refused, for one of the reasons in <see cref="ConnectRefusal"/>.</summary>
    public void OnConnectRefused(string reason, bool isLogged = true)
    {
        if (_metrics.RefusedConnects.Enabled)
        {
            _metrics.RefusedConnects.Add(1, new KeyValuePair<string, object?>(TelemetryTags.Reason, reason));
        }

        if (!isLogged)
        {
            return;
        }

        LogLevel level = reason switch
        {
            ConnectRefusal.Origin => LogLevel.Error,
            ConnectRefusal.Version or ConnectRefusal.TooManyConnections or ConnectRefusal.TooManyOfAddress => LogLevel.Warning,
            _ => LogLevel.Information,
        };
        if (!_logger.IsEnabled(level) || !_limiter.TryPass(Log.ConnectRefusedId, reason, out int suppressed))
        {
            return;
        }

        switch (reason)
        {
            case ConnectRefusal.Origin:
                Log.OriginRefused(_logger, suppressed);
                break;
            case ConnectRefusal.Version:
                Log.VersionRefused(_logger, suppressed);
                break;
            case ConnectRefusal.TooManyConnections:
                Log.TooManyConnections(_logger, suppressed);
                break;
            case ConnectRefusal.TooManyOfAddress:
                Log.TooManyOfAddress(_logger, suppressed);
                break;
            default:
                Log.ConnectRefused(_logger, reason, suppressed);
                break;
        }
    }

    /// <summary>Gets a link from the spans of a new connection to its request; null if nothing listens to spans.</summary>
    public ActivityLink[]? LinkToCurrent() =>
        Source.HasListeners() && Activity.Current is { } current ? [new ActivityLink(current.Context)] : null;

    /// <summary>Records that a connection is open. The result records its end.</summary>
    public ConnectionObservation OnConnected(string transport, ConnectionLogger logger)
    {
        bool isCounted = _metrics.ActiveConnections.Enabled;
        if (isCounted)
        {
            _metrics.ActiveConnections.Add(1, new KeyValuePair<string, object?>(TelemetryTags.Transport, transport));
        }

        bool isTimed = _metrics.ConnectionDuration.Enabled || _logger.IsEnabled(LogLevel.Debug);
        return new ConnectionObservation(this, logger, transport, isCounted, isTimed ? Time.GetTimestamp() : 0);
    }

    public void OnDisconnected(ConnectionLogger logger, string transport, bool wasCounted, long started, CloseCode? code)
    {
        if (wasCounted)
        {
            _metrics.ActiveConnections.Add(-1, new KeyValuePair<string, object?>(TelemetryTags.Transport, transport));
        }

        if (started == 0)
        {
            return;
        }

        TimeSpan elapsed = Time.GetElapsedTime(started);
        int closeCode = code is { } known ? (int)known : ConnectionLost;
        if (_metrics.ConnectionDuration.Enabled)
        {
            _metrics.ConnectionDuration.Record(
                elapsed.TotalSeconds,
                new KeyValuePair<string, object?>(TelemetryTags.Transport, transport),
                new KeyValuePair<string, object?>(TelemetryTags.CloseCode, closeCode));
        }

        Log.Disconnected(logger, transport, closeCode, elapsed.TotalSeconds);
    }

    public void OnMalformedFrame(ConnectionLogger logger)
    {
        if (_metrics.MalformedFrames.Enabled)
        {
            _metrics.MalformedFrames.Add(1);
        }

        if (logger.IsEnabled(LogLevel.Warning) && _limiter.TryPass(Log.MalformedFrameId, "", out int suppressed))
        {
            Log.MalformedFrame(logger, suppressed);
        }
    }

    /// <summary>Records a POST of long polling that was refused, because its session has too many.</summary>
    public void OnPostRejected()
    {
        if (_metrics.RejectedPosts.Enabled)
        {
            _metrics.RejectedPosts.Add(1);
        }
    }

    public void OnSlowConsumer(ConnectionLogger logger, int waitingBytes)
    {
        if (_metrics.SlowConsumers.Enabled)
        {
            _metrics.SlowConsumers.Add(1);
        }

        if (_metrics.OutboxDropped.Enabled)
        {
            _metrics.OutboxDropped.Add(waitingBytes);
        }

        if (logger.IsEnabled(LogLevel.Warning) && _limiter.TryPass(Log.SlowConsumerId, "", out int suppressed))
        {
            Log.SlowConsumer(logger, waitingBytes, suppressed);
        }
    }

    public void OnBroadcast(int subscribers)
    {
        if (_metrics.BroadcastFanout.Enabled)
        {
            _metrics.BroadcastFanout.Record(subscribers);
        }
    }

    private void OnConnect(Outcome outcome, TimeSpan elapsed)
    {
        if (_metrics.ConnectDuration.Enabled)
        {
            _metrics.ConnectDuration.Record(
                elapsed.TotalSeconds, new KeyValuePair<string, object?>(TelemetryTags.Outcome, TelemetryTags.Of(outcome)));
        }
    }
}
