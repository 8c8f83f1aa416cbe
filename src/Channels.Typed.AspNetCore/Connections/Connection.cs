using System.Diagnostics;
using System.Text;
using Channels.Typed.AspNetCore.Channels;
using Channels.Typed.AspNetCore.Channels.Lifecycle;
using Channels.Typed.AspNetCore.Observability;
using Channels.Typed.AspNetCore.Transports;
using Channels.Typed.AspNetCore.Versions;
using Channels.Typed.Protocol;
using Channels.Typed.PubSub;

namespace Channels.Typed.AspNetCore.Connections;

/// <summary>
/// One connection: decodes the client's frames in order, and finds the channel of each. Only the receive loop uses the table of channels,
/// so it needs no lock. Channels that have ended stay in the table until the loop looks them up.
/// </summary>
internal sealed class Connection(
    IConnectionTransport transport,
    WireFormat format,
    SocketRoutes routes,
    SocketContext socket,
    SocketOptions options,
    ServerServices services)
    : Subscriber, IMessageReceiver, IChannelConnection
{
    private Dictionary<byte[], ServerChannel>? _channels;
    private Subscription? _disconnects;

    public IConnectionTransport Transport { get; } = transport;

    public IOutbox Outbox { get; } = transport.Outbox;

    public WireFormat Format { get; } = format;

    public SocketContext Socket { get; } = socket;

    /// <summary>Gets the options of the mount.</summary>
    public SocketOptions Options { get; } = options;

    public ServerServices Services { get; } = services;

    /// <summary>Gets the links of the spans of this connection's messages; null if nothing records spans.</summary>
    public ActivityLink[]? Links { get; } = services.Telemetry.LinkToCurrent();

    /// <summary>Subscribes to requests to disconnect the id of this socket.</summary>
    public void Open()
    {
        if (Socket.Id is { } id)
        {
            _disconnects = Services.PubSub.Subscribe(id, this);
        }
    }

    /// <summary>
    /// Receives a broadcast to the id of the socket. Only the event <c>disconnect</c> has an effect (protocol section "Identity and forced
    /// disconnect").
    /// </summary>
    public override void Deliver(Broadcast broadcast)
    {
        if (broadcast.Event.SequenceEqual("disconnect"u8))
        {
            Transport.Close(CloseCode.GoingAway);
        }
    }

    public Task? Receive(ReadOnlySpan<byte> message, bool isBinary)
    {
        Frame frame = Read(message, isBinary);
        bool isJoin = frame.IsEventString && frame.Event.SequenceEqual(PhoenixEvents.Join);
        if (!frame.IsTopicString)
        {
            OnNotJoined(frame, isJoin);
        }
        else if (frame.Topic.SequenceEqual(PhoenixEvents.PhoenixTopic))
        {
            OnPhoenixTopic(frame, isJoin);
        }
        else if (isJoin)
        {
            return Join(frame);
        }
        else if (Find(frame.Topic) is { } channel)
        {
            return OnJoined(channel, frame);
        }
        else
        {
            OnNotJoined(frame, isJoin);
        }

        return null;
    }

    /// <summary>Ends all channels and waits for them, up to their shutdown timeout. Called when the transport has ended.</summary>
    public async Task CloseAsync()
    {
        _disconnects?.Dispose();
        await EndChannelsAsync();
        await Socket.ReleaseAsync();
    }

    private async Task EndChannelsAsync()
    {
        if (_channels is not { Count: > 0 } channels)
        {
            return;
        }

        var ends = new List<Task>(channels.Count);
        foreach (ServerChannel channel in channels.Values)
        {
            ends.Add(channel.EndAsync(ChannelEnd.ConnectionLost));
        }

        try
        {
            await Task.WhenAll(ends).WaitAsync(Services.Options.ChannelShutdownTimeout, Services.Time);
        }
        catch (TimeoutException)
        {
            Log.ChannelsDidNotEnd(Socket.Logger, Services.Options.ChannelShutdownTimeout);
        }
    }

    private Frame Read(ReadOnlySpan<byte> message, bool isBinary)
    {
        try
        {
            return Format.Read(message, isBinary);
        }
        catch (ProtocolException)
        {
            Services.Telemetry.OnMalformedFrame(Socket.Logger);
            throw;
        }
    }

    private ServerChannel? Find(ReadOnlySpan<byte> topic)
    {
        if (_channels is null)
        {
            return null;
        }

        Dictionary<byte[], ServerChannel>.AlternateLookup<ReadOnlySpan<byte>> byTopic = _channels.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (!byTopic.TryGetValue(topic, out ServerChannel? channel))
        {
            return null;
        }

        if (!channel.IsOver)
        {
            return channel;
        }

        byTopic.Remove(topic);
        return null;
    }

    // The reply to a heartbeat has no join ref. All other events find that the topic "phoenix" cannot be joined.
    private void OnPhoenixTopic(in Frame frame, bool isJoin)
    {
        if (frame.IsEventString && frame.Event.SequenceEqual(PhoenixEvents.Heartbeat))
        {
            Reply("null"u8, frame.Ref, frame.RawTopic, "{}"u8, "ok"u8);
        }
        else
        {
            OnNotJoined(frame, isJoin);
        }
    }

    private void OnNotJoined(in Frame frame, bool isJoin)
    {
        if (!isJoin && frame.IsEventString && frame.Event.SequenceEqual(PhoenixEvents.Leave))
        {
            Reply(frame.JoinRef, frame.Ref, frame.RawTopic, "{}"u8, "ok"u8);
        }
        else
        {
            ReplyUnmatchedTopic(frame);
        }
    }

    private static Task? OnJoined(ServerChannel channel, in Frame frame)
    {
        // A message with the join ref of an earlier join is ignored without a reply. One without a join ref belongs to the current join.
        if (!frame.HasNullJoinRef && !frame.JoinRef.SequenceEqual(channel.JoinRef))
        {
            return null;
        }

        return channel.Receive(frame);
    }

    private Task? Join(in Frame frame)
    {
        string topic = Encoding.UTF8.GetString(frame.Topic);
        if (frame.Topic.Length > Services.Options.MaxTopicBytes || routes.Find(topic) is not { } route)
        {
            Services.Telemetry.OnJoinUnmatched(Socket.Logger);
            ReplyUnmatchedTopic(frame);
            return null;
        }

        ServerChannel? predecessor = Find(frame.Topic);
        if (predecessor is null && CountChannels() >= Options.MaxChannelsPerConnection)
        {
            Services.Telemetry.OnTooManyChannels(Socket.Logger, route.Handler.Tags, Options.MaxChannelsPerConnection);
            Reply(frame.JoinRef, frame.Ref, frame.RawTopic, Refusals.TooManyChannels, "error"u8);
            return null;
        }

        var channel = new ServerChannel(this, route, topic, frame);
        _channels ??= new Dictionary<byte[], ServerChannel>(1, Utf8Comparer.Instance);
        _channels[frame.Topic.ToArray()] = channel;
        return channel.Join(frame, predecessor);
    }

    private int CountChannels()
    {
        if (_channels is null || _channels.Count < Options.MaxChannelsPerConnection)
        {
            return _channels?.Count ?? 0;
        }

        // Channels that have ended do not count. They are only removed here, when the limit is reached.
        foreach ((byte[] topic, ServerChannel channel) in _channels)
        {
            if (channel.IsOver)
            {
                _channels.Remove(topic);
            }
        }

        return _channels.Count;
    }

    // The join ref is null, so no client ignores the reply as one of an earlier join.
    private void ReplyUnmatchedTopic(in Frame frame)
    {
        Services.Telemetry.OnUnmatchedTopic();
        Reply("null"u8, frame.Ref, frame.RawTopic, Refusals.UnmatchedTopic, "error"u8);
    }

    private void Reply(
        ReadOnlySpan<byte> joinRef,
        ReadOnlySpan<byte> reference,
        ReadOnlySpan<byte> rawTopic,
        ReadOnlySpan<byte> response,
        ReadOnlySpan<byte> status)
    {
        FrameBuffer buffer = FrameBuffer.Rent();
        try
        {
            Format.StartReply(buffer, joinRef, reference, rawTopic);
            buffer.Write(response);
            Format.EndReply(buffer, status, reference, rawTopic);
            Outbox.Send(buffer);
        }
        finally
        {
            buffer.Return();
        }
    }
}
