using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using Channels.Typed.Client.Compatibility;
using Channels.Typed.Client.Transports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Channels.Typed.Client;

/// <summary>The options of one socket: checked, and copied so that later changes have no effect. Immutable.</summary>
internal sealed class SocketSettings
{
    private static readonly TimeSpan LongestTime = TimeSpan.FromMilliseconds(int.MaxValue);

    private readonly IReadOnlyList<TimeSpan> _rejoinDelays;
    private readonly IReadOnlyList<TimeSpan> _reconnectDelays;
    private readonly double _jitter;
    private readonly Random _random;

    public SocketSettings(ChannelSocketOptions options)
        : this(options, ClientPlatform.IsBrowser)
    {
    }

    /// <summary>Tests set the platform.</summary>
    internal SocketSettings(ChannelSocketOptions options, bool isBrowser)
    {
        Params = new Dictionary<string, string>(options.Params, StringComparer.Ordinal);
        ParamsFactory = options.ParamsFactory;
        Headers = new Dictionary<string, string>(options.Headers, StringComparer.OrdinalIgnoreCase);
        Timeout = Time(nameof(options.Timeout), options.Timeout, canBeInfinite: true);
        ConnectTimeout = Time(nameof(options.ConnectTimeout), options.ConnectTimeout, canBeInfinite: true);
        HeartbeatInterval = Time(nameof(options.HeartbeatInterval), options.HeartbeatInterval, canBeInfinite: true);
        HeartbeatTimeout = Time(nameof(options.HeartbeatTimeout), options.HeartbeatTimeout, canBeInfinite: false);
        _reconnectDelays = Delays(nameof(options.ReconnectDelays), options.ReconnectDelays);
        _rejoinDelays = Delays(nameof(options.RejoinDelays), options.RejoinDelays);
        _jitter = options.Jitter is >= 0 and <= 1
            ? options.Jitter
            : throw OutOfRange(nameof(options.Jitter), options.Jitter.ToString(CultureInfo.InvariantCulture), "between 0 and 1");
        _random = options.Random ?? new Random();
        MaxPendingPushes = Count(nameof(options.MaxPendingPushes), options.MaxPendingPushes);
        PushBufferFullMode = options.PushBufferFullMode is >= PushBufferFullMode.Reject and <= PushBufferFullMode.Wait
            ? options.PushBufferFullMode
            : throw OutOfRange(nameof(options.PushBufferFullMode), options.PushBufferFullMode.ToString(), "a value of the enumeration");
        EventQueueCapacity = Count(nameof(options.EventQueueCapacity), options.EventQueueCapacity);
        HandlerShutdownTimeout = Time(nameof(options.HandlerShutdownTimeout), options.HandlerShutdownTimeout, canBeInfinite: false);
        MaxMessageBytes = Count(nameof(options.MaxMessageBytes), options.MaxMessageBytes);
        Logger = new GuardedLogger(
            (options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger("Channels.Typed.Client.ChannelSocket"));
        TimeProvider = options.TimeProvider
            ?? throw new ArgumentException("TimeProvider is null. Set a clock, or keep the default, TimeProvider.System.", nameof(options));
        CallbackContext = options.CallbackContext;
        MeterFactory = options.MeterFactory;
        ConfigureWebSocket = options.ConfigureWebSocket;
        AuthToken = options.AuthToken;
        AuthTokenFactory = options.AuthTokenFactory;
        Subprotocols = [.. options.Subprotocols];
        ProtocolVersion = options.ProtocolVersion is ProtocolVersion.V1 or ProtocolVersion.V2
            ? options.ProtocolVersion
            : throw OutOfRange(nameof(options.ProtocolVersion), options.ProtocolVersion.ToString(), "V1 or V2");
        Transport = options.Transport is >= SocketTransport.WebSocket and <= SocketTransport.WebSocketThenLongPolling
            ? options.Transport
            : throw OutOfRange(
                nameof(options.Transport), options.Transport.ToString(), "WebSocket, LongPolling or WebSocketThenLongPolling");
        TransportFactory = options.TransportFactory;
        Proxy = options.Proxy;
        HttpMessageHandlerFactory = options.HttpMessageHandlerFactory;
        LongPollTimeout = Time(nameof(options.LongPollTimeout), options.LongPollTimeout, canBeInfinite: false);
        FallbackAfter = Time(nameof(options.FallbackAfter), options.FallbackAfter, canBeInfinite: false);
        MaxUselessWebSockets = Count(nameof(options.MaxUselessWebSockets), options.MaxUselessWebSockets);
        WebSocketRetryInterval = Time(nameof(options.WebSocketRetryInterval), options.WebSocketRetryInterval, canBeInfinite: true);
        TransportMemory = options.TransportMemory ?? ProcessTransportMemory.Instance;
        if (Proxy is not null && HttpMessageHandlerFactory is not null)
        {
            throw new ArgumentException(
                "Proxy and HttpMessageHandlerFactory are both set. Set the proxy on the handler that the factory returns.",
                nameof(options));
        }

        if (isBrowser)
        {
            BrowserRules.Check(options);
        }
    }

    public IReadOnlyDictionary<string, string> Params { get; }

    public Func<CancellationToken, ValueTask<IReadOnlyDictionary<string, string>>>? ParamsFactory { get; }

    public IReadOnlyDictionary<string, string> Headers { get; }

    public TimeSpan Timeout { get; }

    public TimeSpan ConnectTimeout { get; }

    public TimeSpan HeartbeatInterval { get; }

    public TimeSpan HeartbeatTimeout { get; }

    public int MaxPendingPushes { get; }

    public PushBufferFullMode PushBufferFullMode { get; }

    public int EventQueueCapacity { get; }

    public TimeSpan HandlerShutdownTimeout { get; }

    public int MaxMessageBytes { get; }

    public ILogger Logger { get; }

    public TimeProvider TimeProvider { get; }

    public SynchronizationContext? CallbackContext { get; }

    public IMeterFactory? MeterFactory { get; }

    public Action<ClientWebSocketOptions>? ConfigureWebSocket { get; }

    public string? AuthToken { get; }

    public Func<CancellationToken, ValueTask<string?>>? AuthTokenFactory { get; }

    public IReadOnlyList<string> Subprotocols { get; }

    public ProtocolVersion ProtocolVersion { get; }

    public SocketTransport Transport { get; }

    public IClientTransportFactory? TransportFactory { get; }

    public IWebProxy? Proxy { get; }

    public Func<HttpMessageHandler>? HttpMessageHandlerFactory { get; }

    public TimeSpan LongPollTimeout { get; }

    public TimeSpan FallbackAfter { get; }

    public int MaxUselessWebSockets { get; }

    public TimeSpan WebSocketRetryInterval { get; }

    public ITransportMemory TransportMemory { get; }

    public DelaySchedule ReconnectSchedule() => new(_reconnectDelays, _jitter, _random);

    public DelaySchedule RejoinSchedule() => new(_rejoinDelays, _jitter, _random);

    /// <summary>
    /// Makes the application's HTTP handler of one connection; <see langword="null"/> if the application has set no factory.
    /// </summary>
    /// <exception cref="InvalidOperationException">The factory returned null.</exception>
    public HttpMessageHandler? CreateHttpHandler() => HttpMessageHandlerFactory is { } factory
        ? factory() ?? throw new InvalidOperationException("HttpMessageHandlerFactory returned null. It must return a handler.")
        : null;

    /// <summary>Gets the timeout of one call: its own, checked, or the default.</summary>
    public TimeSpan TimeoutOf(TimeSpan? timeout) => timeout is { } given ? Time(nameof(timeout), given, canBeInfinite: true) : Timeout;

    private static TimeSpan Time(string name, TimeSpan value, bool canBeInfinite)
    {
        if ((value > TimeSpan.Zero && value <= LongestTime) || (canBeInfinite && value == System.Threading.Timeout.InfiniteTimeSpan))
        {
            return value;
        }

        string orInfinite = canBeInfinite ? ", or Timeout.InfiniteTimeSpan" : "";
        throw OutOfRange(name, value.ToString(), $"longer than zero and at most {LongestTime}{orInfinite}");
    }

    private static TimeSpan[] Delays(string name, IReadOnlyList<TimeSpan> delays)
    {
        if (delays is null || delays.Count == 0)
        {
            throw OutOfRange(name, delays is null ? "null" : "empty", "a list of at least one delay");
        }

        foreach (TimeSpan delay in delays)
        {
            if (delay < TimeSpan.Zero || delay > LongestTime)
            {
                throw OutOfRange(name, $"a list that contains {delay}", $"delays from zero to {LongestTime}");
            }
        }

        return [.. delays];
    }

    private static int Count(string name, int value) =>
        value >= 1 ? value : throw OutOfRange(name, value.ToString(CultureInfo.InvariantCulture), $"between 1 and {int.MaxValue}");

    private static ArgumentOutOfRangeException OutOfRange(string name, string value, string range) =>
        new(name, $"{name} is {value}. It must be {range}.");
}
