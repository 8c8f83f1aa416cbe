using Channels.Typed.Client.Compatibility;
using Channels.Typed.Client.Joins;
using Channels.Typed.Client.Pushes;
using Channels.Typed.Client.Transports;

namespace Channels.Typed.Client.Sockets;

/// <summary>
/// The state of one socket: its connection, its channels, its refs (README, "Socket"): here what the application and the channels do, in the
/// other file what the loop that connects tells.
/// </summary>
internal sealed partial class SocketEngine(SocketSettings settings, IClientTransportFactory transports, RequestSource requests)
{
    private const string DisconnectedByRequest = "the socket was disconnected by DisconnectAsync";

    private readonly StateNotifier _notifier = new(settings);
    private readonly TopicTable _joined = new();
    private readonly HashSet<ClientChannel> _open = [];
    private SocketState _state;
    private ConnectLoop? _loop;
    private Task _lastLoop = Task.CompletedTask;
    private TaskCompletionSource<bool>? _connected;
    private int _connectWaiters;
    private long _lastRef;

    /// <summary>
    /// Gets the one lock of a socket. It guards this object, and the channels, pushes, connections and heartbeats of the socket, so that
    /// none of them can see another half changed. Handlers, hooks and factories of the application are never called with it held.
    /// </summary>
    public object Gate { get; } = new();

    public SocketSettings Settings { get; } = settings;

    public StateNotifier Notifier => _notifier;

    /// <summary>Gets the places for pushes that wait; needs the gate.</summary>
    public PushSlots Slots { get; } = new(settings);

    /// <summary>Gets the connection, if there is one; needs the gate.</summary>
    public Connection? Connection { get; private set; }

    public SocketState State
    {
        get
        {
            lock (Gate)
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
            lock (Gate)
            {
                return Connection?.TransportName;
            }
        }
    }

    /// <summary>Gets how much the tables hold, for tests of what they keep: topics, replies that are waited for, pushes that have or want a place.</summary>
    internal (int Joined, int Pending, int Slots) Counts
    {
        get
        {
            lock (Gate)
            {
                return (_joined.Count, Connection?.PendingCount ?? 0, Slots.Count);
            }
        }
    }

    /// <summary>Gets how many channels are not gone for good, for tests.</summary>
    internal int OpenCount
    {
        get
        {
            lock (Gate)
            {
                return _open.Count;
            }
        }
    }

    public async Task ConnectAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Task connected;
        lock (Gate)
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
            await connected.WaitAsync(Settings.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            StopWaiting(cancellationToken.IsCancellationRequested);
        }
    }

    public async Task DisconnectAsync(int closeCode, string? closeReason, CancellationToken cancellationToken)
    {
        ConnectLoop? loop;
        Task ended;
        lock (Gate)
        {
            Connection?.CloseAs(closeCode, closeReason);
            loop = _state is SocketState.Disconnected or SocketState.Closed ? null : TakeLoop(SocketState.Disconnected, SocketStateReason.Requested);
            ended = _lastLoop;
        }

        loop?.Stop();
        await ended.WaitAsync(Settings.TimeProvider, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        ConnectLoop? loop = null;
        Task ended;
        lock (Gate)
        {
            if (_state != SocketState.Closed)
            {
                LeaveChannels();

                // First the channels, so that their pushes learn the true reason.
                foreach (ClientChannel channel in new List<ClientChannel>(_open))
                {
                    channel.Membership.End(ChannelStateReason.Disposed, "the socket was disposed", isDiscarding: true);
                }

                loop = TakeLoop(SocketState.Closed, SocketStateReason.Disposed);
            }

            ended = _lastLoop;
        }

        loop?.Stop();
        await ended.ConfigureAwait(false);
    }

    public ClientChannel CreateChannel(string topic, string? template)
    {
        lock (Gate)
        {
            ThrowIfClosed();
            var channel = new ClientChannel(this, topic, template);
            _ = _open.Add(channel);
            return channel;
        }
    }

    // Everything below needs the gate.

    public long NextRef() => ++_lastRef;

    public void EnsureConnecting()
    {
        ThrowIfClosed();
        if (_state == SocketState.Disconnected)
        {
            _loop = new ConnectLoop(this, transports, requests);
            _loop.Start();
            SetState(SocketState.Connecting, SocketStateReason.Requested);
        }
    }

    /// <summary>Makes a channel the one of its topic; another one gives way.</summary>
    public void Claim(ClientChannel channel)
    {
        _joined.Find(channel.TopicUtf8)?.Membership.GiveWay();
        _joined.Add(channel);
        _ = _open.Add(channel);
    }

    /// <summary>The channel is not joined any more and may be joined again.</summary>
    public void Release(ClientChannel channel) => _joined.Remove(channel);

    /// <summary>The channel is gone for good.</summary>
    public void Forget(ClientChannel channel)
    {
        _joined.Remove(channel);
        _ = _open.Remove(channel);
    }

    /// <summary>The server works, so the next loss of the connection is a new misfortune.</summary>
    public void OnJoined() => _loop?.Delays.Reset();

    public void OnHeartbeatAnswered()
    {
        if (_joined.Count == 0)
        {
            _loop?.Delays.Reset();
        }
    }

    /// <summary>The joined channel of a topic.</summary>
    public ClientChannel? Find(ReadOnlySpan<byte> topic) => _joined.Find(topic);

    private void StopWaiting(bool isCanceled)
    {
        ConnectLoop? unwanted = null;
        lock (Gate)
        {
            _connectWaiters--;
            if (isCanceled && _connectWaiters == 0 && _state == SocketState.Connecting && _joined.Count == 0)
            {
                // Nobody is left who wants the connection.
                unwanted = TakeLoop(SocketState.Disconnected, SocketStateReason.Requested);
            }
        }

        unwanted?.Stop();
    }

    // Whoever calls stops the loop, outside the gate.
    private ConnectLoop? TakeLoop(SocketState state, SocketStateReason reason)
    {
        ConnectLoop? loop = _loop;
        _loop = null;
        LeaveChannels();
        _lastLoop = loop is null ? _lastLoop : Task.WhenAll(_lastLoop, loop.Completion);
        DetachConnection(reason, DisconnectedByRequest);
        SetState(state, reason);
        _ = _connected?.TrySetException(state == SocketState.Closed
            ? new ObjectDisposedException(nameof(ChannelSocket))
            : new ChannelException(ChannelErrorReason.Disconnected, $"The connection was not made: {DisconnectedByRequest}."));
        _connected = null;
        return loop;
    }

    // A close tells the server that all channels of the connection have ended. Without one, each of them has to be told of.
    private void LeaveChannels()
    {
        if (Connection is { EndsSilently: true })
        {
            foreach (ClientChannel channel in _joined.Snapshot())
            {
                channel.Membership.LeaveBehind();
            }
        }
    }

    // With a reason of the application's, what waits for the connection is told not to wait any longer.
    private void DetachConnection(SocketStateReason reason, string? requested)
    {
        Connection? connection = Connection;
        Connection = null;
        connection?.Observation.Stop(reason);
        connection?.Detach();
        foreach (ClientChannel channel in _joined.Snapshot())
        {
            channel.Membership.OnDisconnected(requested);
        }
    }

    private void SetState(SocketState state, SocketStateReason reason) => SetState(new SocketStateChangedEventArgs(_state, state, reason));

    private void SetState(SocketStateChangedEventArgs change)
    {
        _state = change.State;
        _notifier.Post(change);
    }

    private void ThrowIfClosed()
    {
        if (_state == SocketState.Closed)
        {
            throw new ObjectDisposedException(nameof(ChannelSocket), "The socket was disposed. Make a new one.");
        }
    }
}
