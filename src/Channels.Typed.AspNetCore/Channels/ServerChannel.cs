using System.Text;
using Channels.Typed.AspNetCore.Connections;
using Channels.Typed.AspNetCore.Gate;
using Channels.Typed.AspNetCore.Transports;
using Channels.Typed.AspNetCore.Versions;
using Channels.Typed.CompilerServices;
using Channels.Typed.Protocol;
using Channels.Typed.PubSub;
using Microsoft.Extensions.DependencyInjection;

namespace Channels.Typed.AspNetCore.Channels;

/// <summary>
/// One joined channel: a (connection, topic) with its handler and its mailbox. Whoever has the mailbox's turn runs the handler; a push that
/// finds the channel idle is handled on the receive loop, up to the handler's first incomplete await.
/// </summary>
internal sealed partial class ServerChannel : ChannelContext, IThreadPoolWorkItem
{
    private static readonly byte[] NullJson = "null"u8.ToArray();

    private readonly Connection _connection;
    private readonly ServedChannel _served;
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
    private CancellationTokenSource? _ended;
    private volatile ChannelPhase _phase;
    private bool _isCounted;

    public ServerChannel(Connection connection, ServedChannel served, string topic, in Frame join)
    {
        _connection = connection;
        _served = served;
        _descriptor = served.Handler;
        _mailbox = new Mailbox(connection.Services.Options.MaxMailboxLength);
        _subscriber = new ChannelSubscriber(this, served.Handler);
        Topic = topic;
        _topicJson = JsonText.Encode(join.Topic);

        // Without a join ref the join's ref takes its place in everything but the join's own reply, phx_close and phx_error.
        _joinRef = join.HasNullJoinRef ? NullJson : join.JoinRef.ToArray();
        _pushRef = join.HasNullJoinRef ? join.Ref.ToArray() : _joinRef;
    }

    public override string Topic { get; }

    public override SocketContext Socket => _connection.Socket;

    public override CancellationToken Ended => (_ended ?? CreateEnded()).Token;

    public ReplySender Replies => new(this);

    /// <summary>The topic pattern.</summary>
    public string Template => _descriptor.Pattern.Pattern;

    /// <summary>The join ref as the client sent it, raw JSON.</summary>
    public ReadOnlySpan<byte> JoinRef => _joinRef;

    public ReadOnlySpan<byte> ReplyJoinRef => _phase == ChannelPhase.Joining ? _joinRef : _pushRef;

    /// <summary>The join ref of everything but the join's own reply, close and error; raw JSON.</summary>
    public ReadOnlySpan<byte> PushRef => _pushRef;

    public ReadOnlySpan<byte> TopicJson => _topicJson;

    public ReadOnlySpan<byte> TopicText => _topicJson.AsSpan().Contains((byte)'\\') ? Encoding.UTF8.GetBytes(Topic) : _topicJson.AsSpan(1, _topicJson.Length - 2);

    public WireFormat Format => _connection.Format;

    /// <summary>Whether the channel has ended, so that its topic is free.</summary>
    public bool IsOver => _phase is ChannelPhase.Over or ChannelPhase.Refused;

    /// <summary>Whether the handler has been told that the channel ends.</summary>
    public bool IsEnding => _ended?.IsCancellationRequested == true;

    private IOutbox Outbox => _connection.Transport.Outbox;

    private ConnectionServices Services => _connection.Services;

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
        else if (_phase == ChannelPhase.Over)
        {
            created.Cancel();
        }

        return existing ?? created;
    }
}
