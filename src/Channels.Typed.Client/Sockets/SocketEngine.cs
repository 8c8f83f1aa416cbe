using Channels.Typed.Client.Compatibility;
using Channels.Typed.Client.Events;
using Channels.Typed.Client.Observability;
using Channels.Typed.Client.Transports;

namespace Channels.Typed.Client.Sockets;

/// <summary>
/// The state of one socket: its connection, its channels and its refs (README.md). This file has what the application and the
/// channels call; SocketEngine.Loop.cs has what <see cref="ConnectLoop"/> calls, SocketEngine.Detaching.cs how a loop and a connection
/// are given up.
/// </summary>
internal sealed partial class SocketEngine(SocketSettings settings, IClientTransportFactory transports, RequestSource requests)
{
    private const string ObjectName = "ChannelSocket"; // The public class, for ObjectDisposedException.
    private const string DisconnectedByRequest = "the socket was disconnected by DisconnectAsync";

    // The channels that own their topic: joining, joined, waiting to rejoin, or leaving.
    private readonly TopicTable _joined = new();

    // The channels that have not ended. Disposing the socket ends them.
    private readonly HashSet<ClientChannel> _open = [];
    private SocketState _state;
    private ConnectLoop? _loop;
    private Task _lastLoop = Task.CompletedTask;
    private TaskCompletionSource<bool>? _connected;
    private int _connectWaiters;
    private long _lastRef;

    /// <summary>
    /// Gets the one lock of a socket. It guards this object and the channels, pushes, connections and heartbeats of the socket, so that
    /// none of them can see another one half changed. Handlers and factories of the application are never called while it is held.
    /// </summary>
    public object Lock { get; } = new();

    public SocketSettings Settings { get; } = settings;

    public ClientTelemetry Telemetry { get; } = new(settings.MeterFactory, settings.TimeProvider);

    public StateNotifier Notifier { get; } = new(settings);

    /// <summary>Gets the slots for pushes that are not written yet. Needs the lock.</summary>
    public PushSlots Slots { get; } = new(settings);

    /// <summary>Gets the connection in use, if there is one. Needs the lock.</summary>
    public Connection? Connection { get; private set; }

    /// <summary>
    /// Gets why the last attempt to connect failed. <see langword="null"/> if it succeeded, or if there was none. Needs the lock.
    /// </summary>
    public Exception? LastConnectFailure { get; private set; }

    public SocketState State
    {
        get
        {
            lock (Lock)
            {
                return _state;
            }
        }
    }

    /// <summary>Gets the name of the transport in use, if there is a connection.</summary>
    public string? TransportName
    {
        get
        {
            lock (Lock)
            {
                return Connection?.TransportName;
            }
        }
    }

    /// <summary>
    /// Gets the sizes of the tables, for tests that look for leaks: topics, replies that are awaited, pushes that have or wait for a slot.
    /// </summary>
    internal (int Joined, int Pending, int Slots) Counts
    {
        get
        {
            lock (Lock)
            {
                return (_joined.Count, Connection?.PendingCount ?? 0, Slots.Count);
            }
        }
    }

    /// <summary>Gets how many channels have not ended, for tests.</summary>
    internal int OpenCount
    {
        get
        {
            lock (Lock)
            {
                return _open.Count;
            }
        }
    }

    public async Task ConnectAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Task connected;
        lock (Lock)
        {
            EnsureConnecting();
            if (_state == SocketState.Connected)
            {
                return;
            }

            _connected ??= new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            connected = _connected.Task;
            _connectWaiters++;
        }

        try
        {
            await connected.WaitAsync(timeout, Settings.TimeProvider, cancellationToken).ConfigureAwait(false);
            OnConnectWaitEnded(hasGivenUp: false);
        }
        catch (TimeoutException)
        {
            throw OnConnectTimeout(timeout);
        }
        catch (Exception)
        {
            OnConnectWaitEnded(cancellationToken.IsCancellationRequested);
            throw;
        }
    }

    public async Task DisconnectAsync(int closeCode, string? closeReason, CancellationToken cancellationToken)
    {
        ConnectLoop? loop;
        Task ended;
        lock (Lock)
        {
            Connection?.CloseAs(closeCode, closeReason);
            loop = _state is SocketState.Disconnected or SocketState.Closed
                ? null
                : DetachLoop(SocketState.Disconnected, SocketStateReason.Requested);
            ended = _lastLoop;
        }

        loop?.Stop();
        await ended.WaitAsync(Settings.TimeProvider, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        ConnectLoop? loop = null;
        Task ended;
        lock (Lock)
        {
            if (_state != SocketState.Closed)
            {
                LeaveChannelsOfSession();

                // The channels end first, so that their pushes fail with the true reason.
                foreach (ClientChannel channel in new List<ClientChannel>(_open))
                {
                    channel.Membership.End(ChannelStateReason.Disposed, "the socket was disposed", isDiscarding: true);
                }

                loop = DetachLoop(SocketState.Closed, SocketStateReason.Disposed);
            }

            ended = _lastLoop;
        }

        loop?.Stop();
        await ended.ConfigureAwait(false);
    }

    public ClientChannel CreateChannel(string topic, string? template)
    {
        lock (Lock)
        {
            ThrowIfClosed();
            var channel = new ClientChannel(this, topic, template);
            _ = _open.Add(channel);
            return channel;
        }
    }

    /// <summary>Runs what a timer does, with the lock. An exception is logged, because it would end the process.</summary>
    public void RunTimer<T>(T owner, Action<T> onTimer)
    {
        try
        {
            lock (Lock)
            {
                onTimer(owner);
            }
        }
        catch (Exception e)
        {
            Log.TimerFailed(Settings.Logger, e);
        }
    }

    // Everything below needs the lock, except OnConnectTimeout and OnConnectWaitEnded.

    public long NextRef() => ++_lastRef;

    public void EnsureConnecting()
    {
        ThrowIfClosed();
        if (_state == SocketState.Disconnected)
        {
            LastConnectFailure = null;
            _loop = new ConnectLoop(this, transports, requests);
            _loop.Start();
            SetState(SocketState.Connecting, SocketStateReason.Requested);
        }
    }

    /// <summary>Makes the channel the owner of its topic. The previous owner, if there is one, is replaced.</summary>
    public void ClaimTopic(ClientChannel channel)
    {
        _joined.Find(channel.WireTopic.Utf8)?.Membership.ReplaceByNewer();
        _joined.Add(channel);
        _ = _open.Add(channel);
    }

    /// <summary>Makes the topic free. The channel may be joined again.</summary>
    public void ReleaseTopic(ClientChannel channel) => _joined.Remove(channel);

    /// <summary>Removes a channel that has ended from all tables.</summary>
    public void Remove(ClientChannel channel)
    {
        _joined.Remove(channel);
        _ = _open.Remove(channel);
    }

    /// <summary>A join succeeded, so the server works: the reconnect delays start over.</summary>
    public void OnJoined() => _loop?.Delays.Reset();

    /// <summary>Without channels, an answered heartbeat shows that the server works: the reconnect delays start over.</summary>
    public void OnHeartbeatAnswered()
    {
        if (_joined.Count == 0)
        {
            _loop?.Delays.Reset();
        }
    }

    /// <summary>Gets the end of a sentence about a connection that was not made: why the last attempt failed, if one did.</summary>
    public string DescribeConnectFailure() => LastConnectFailure switch
    {
        null => "",
        ConnectRefusedException refused => $" (the last attempt was refused with HTTP status {refused.Status})",
        Exception other => $" (the last attempt failed: {other.Message})",
    };

    /// <summary>Finds the channel that owns a topic.</summary>
    public ClientChannel? Find(ReadOnlySpan<byte> topic) => _joined.Find(topic);

    private ChannelException OnConnectTimeout(TimeSpan timeout)
    {
        ChannelException failure;
        lock (Lock)
        {
            failure = new ChannelException(
                ChannelErrorReason.Timeout,
                $"The connection was not made: timed out after {timeout}{DescribeConnectFailure()}.",
                LastConnectFailure);
        }

        OnConnectWaitEnded(hasGivenUp: true);
        return failure;
    }

    private void OnConnectWaitEnded(bool hasGivenUp)
    {
        ConnectLoop? unneeded;
        lock (Lock)
        {
            _connectWaiters--;
            unneeded = hasGivenUp ? DetachLoopIfUnneeded() : null;
        }

        unneeded?.Stop();
    }

    private void SetState(SocketState state, SocketStateReason reason) => SetState(new SocketStateChangedEventArgs(_state, state, reason));

    private void SetState(SocketStateChangedEventArgs change)
    {
        _state = change.State;
        Notifier.Post(change);
    }

    private void ThrowIfClosed()
    {
        if (_state == SocketState.Closed)
        {
            throw new ObjectDisposedException(ObjectName, "The socket was disposed. Create a new one.");
        }
    }
}
