using System.Text;
using Channels.Typed.AspNetCore.Channels.Info;
using Channels.Typed.AspNetCore.Channels.Lifecycle;
using Channels.Typed.AspNetCore.Gate;
using Channels.Typed.AspNetCore.Gate.Filters;
using Channels.Typed.AspNetCore.Observability;
using Channels.Typed.AspNetCore.Transports;
using Channels.Typed.AspNetCore.Versions;
using Channels.Typed.CompilerServices;
using Channels.Typed.Protocol;
using Channels.Typed.PubSub;
using Microsoft.Extensions.DependencyInjection;

namespace Channels.Typed.AspNetCore.Channels;

/// <summary>
/// One topic on one connection, with its handler and its mailbox. The owner of the mailbox's turn runs the handler. A push that finds the
/// channel idle is handled on the receive loop, up to the handler's first incomplete await. The README of this folder has the states and
/// the threads.
/// </summary>
internal sealed partial class ServerChannel : ChannelContext, IGatedChannel, IInfoReceiver, IThreadPoolWorkItem
{
    private static readonly byte[] NullJson = "null"u8.ToArray();

    private readonly IChannelConnection _connection;
    private readonly ChannelRoute _route;
    private readonly HandlerDescriptor _descriptor;
    private readonly Mailbox _mailbox;
    private readonly ChannelSubscriber _subscriber;
    private readonly byte[] _topicJson;
    private readonly byte[] _joinRef;
    private readonly byte[] _pushRef;
    private IChannelHandler? _handler;
    private CallGate? _gate;
    private AsyncServiceScope? _scope;
    private Subscription? _subscription;
    private ChannelInfo? _info;
    private CancellationTokenSource? _ended;
    private CurrentPush _current; // The owner of the turn writes it.
    private volatile ChannelPhase _phase;
    private bool _isCounted;

    public ServerChannel(IChannelConnection connection, ChannelRoute route, string topic, in Frame join)
    {
        _connection = connection;
        _route = route;
        _descriptor = route.Handler;
        _mailbox = new Mailbox(connection.Services.Options.MaxMailboxLength, connection.Services.Options.MaxMailboxBytes);
        _subscriber = new ChannelSubscriber(this, route.Handler);
        Topic = topic;
        _topicJson = JsonText.Encode(join.Topic);

        // Without a join ref, the ref of the join takes its place everywhere but in the reply to the join, phx_close and phx_error.
        _joinRef = join.HasNullJoinRef ? NullJson : join.JoinRef.ToArray();
        _pushRef = join.HasNullJoinRef ? join.Ref.ToArray() : _joinRef;
    }

    public override string Topic { get; }

    public override SocketContext Socket => _connection.Socket;

    public override CancellationToken Ended => (_ended ?? CreateEnded()).Token;

    public ReplySender Replies => new(this);

    /// <summary>Gets the topic pattern.</summary>
    public string Template => _descriptor.Pattern.Pattern;

    /// <summary>Gets the join ref as the client sent it; raw JSON.</summary>
    public ReadOnlySpan<byte> JoinRef => _joinRef;

    /// <summary>Gets the join ref of a reply; raw JSON.</summary>
    public ReadOnlySpan<byte> ReplyJoinRef => _phase == ChannelPhase.Joining ? _joinRef : _pushRef;

    /// <summary>Gets the join ref of everything but the reply to the join, <c>phx_close</c> and <c>phx_error</c>; raw JSON.</summary>
    public ReadOnlySpan<byte> PushRef => _pushRef;

    public ReadOnlySpan<byte> TopicJson => _topicJson;

    public ReadOnlySpan<byte> TopicText => _topicJson.AsSpan().Contains((byte)'\\')
        ? Encoding.UTF8.GetBytes(Topic)
        : _topicJson.AsSpan(1, _topicJson.Length - 2);

    public WireFormat Format => _connection.Format;

    /// <summary>Gets a value indicating whether the channel has ended, so that its topic is free.</summary>
    public bool IsOver => _phase is ChannelPhase.Over or ChannelPhase.Refused;

    ChannelContext IGatedChannel.Context => this;

    /// <summary>Gets a value indicating whether the handler has been asked to stop, by the token <see cref="Ended"/>.</summary>
    private bool IsEnding => _ended?.IsCancellationRequested == true;

    private IOutbox Outbox => _connection.Outbox;

    private ConnectionLogger Logger => _connection.Socket.Logger;

    private ServerServices Services => _connection.Services;

    public override void Stop() => _ = EndAsync(ChannelEnd.Stopped);

    public override void Fail() => _ = EndAsync(ChannelEnd.Failed);

    private CancellationTokenSource CreateEnded()
    {
        var created = new CancellationTokenSource();
        CancellationTokenSource? existing = Interlocked.CompareExchange(ref _ended, created, null);
        if (existing is not null)
        {
            created.Dispose();
        }
        else if (IsOver || _mailbox.CancelsMessage)
        {
            // The end did not find the token when it canceled.
            created.Cancel();
        }

        return existing ?? created;
    }
}
