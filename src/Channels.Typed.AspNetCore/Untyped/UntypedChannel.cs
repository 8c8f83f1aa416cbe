using System.Text;
using Channels.Typed.AspNetCore.Channels;
using Channels.Typed.AspNetCore.Untyped;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.AspNetCore;

/// <summary>
/// A channel without a contract. It gets events by name, with payloads of JSON or bytes. Use it if the events are not known at compile
/// time, or for features of Phoenix that contracts do not have. In all other cases, use a contract.
/// </summary>
/// <remarks>
/// Add it with <see cref="SocketBuilder.Add{TChannel}(string, string[])"/>. Each join creates an instance, with services in its
/// constructor. Its methods are called one at a time. <see cref="IHandleAfterJoin"/>, <see cref="IHandleInfo{TMessage}"/>,
/// <see cref="IHandleTerminate"/> and <see cref="IAsyncDisposable"/> work as in typed channels.
/// </remarks>
public abstract class UntypedChannel : IChannelHandler
{
    private ServerChannel? _channel;
    private string _lastEvent = "";

    static HandlerDescriptor IChannelHandler.Descriptor =>
        throw new InvalidOperationException(
            "An untyped channel declares no topics. Add it with its topics, for example socket.Add<LobbyChannel>(\"lobby:{name}\").");

    /// <summary>Gets the channel. Safe for use from several threads.</summary>
    /// <exception cref="InvalidOperationException">Called in the constructor.</exception>
    protected ChannelContext Context => Channel;

    /// <summary>Gets the topic that the client joined.</summary>
    protected string Topic => Channel.Topic;

    /// <summary>Gets the socket of the channel.</summary>
    protected SocketContext Socket => Channel.Socket;

    /// <summary>
    /// Gets the join ref as raw JSON, such as <c>"1"</c> with its quotes. If the client sent none, it is the ref of the join.
    /// </summary>
    protected string JoinRefJson => Encoding.UTF8.GetString(Channel.PushRef);

    /// <summary>
    /// Gets the ref of the current push as raw JSON, such as <c>"2"</c> with its quotes. It is the text <c>null</c> if the client sent
    /// none, or if no push is being handled.
    /// </summary>
    protected string RefJson => Channel.CurrentRef.IsEmpty ? "null" : Encoding.UTF8.GetString(Channel.CurrentRef);

    private ServerChannel Channel => _channel
        ?? throw new InvalidOperationException("The constructor cannot use the channel. Use it in JoinAsync or later.");

    void IChannelHandler.Attach(ChannelContext context) => _channel = (ServerChannel)context;

    ValueTask IChannelHandler.JoinAsync(InboundCall call) =>
        Channel.Replies.SendWhenCompleted(JoinAsync(call.PayloadCopy, call.CancellationToken), call.Event.Length);

    ValueTask IChannelHandler.HandleInAsync(InboundCall call) =>
        Channel.Replies.SendWhenCompleted(HandleInAsync(NameOf(call.Event), call.PayloadCopy, call.CancellationToken), call.Event.Length);

    ValueTask IChannelHandler.HandleOutAsync(OutboundCall call) =>
        HandleOutAsync(NameOf(call.Event), ChannelBroadcast.PayloadOf(call.Broadcast));

    /// <summary>Handles a join.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="cancellationToken">Canceled when the channel ends.</param>
    /// <returns>
    /// The reply. <c>ok</c> accepts the join; every other status refuses it. After an exception, the reply is <c>join crashed</c>.
    /// </returns>
    protected abstract ValueTask<ChannelReply> JoinAsync(ChannelPayload payload, CancellationToken cancellationToken);

    /// <summary>Handles an event that the client pushed.</summary>
    /// <param name="eventName">The event.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="cancellationToken">Canceled when the channel ends.</param>
    /// <returns>
    /// The reply, or <see cref="ChannelReply.None"/>. An exception crashes the channel: the client gets <c>phx_error</c> and rejoins.
    /// </returns>
    protected abstract ValueTask<ChannelReply> HandleInAsync(string eventName, ChannelPayload payload, CancellationToken cancellationToken);

    /// <summary>Handles a broadcast that the channel intercepts. Unless overridden, it pushes the event to the client unchanged.</summary>
    /// <param name="eventName">The event.</param>
    /// <param name="payload">The payload.</param>
    /// <returns>A task that completes when the event has been handled.</returns>
    protected virtual ValueTask HandleOutAsync(string eventName, ChannelPayload payload) => PushAsync(eventName, payload);

    /// <summary>Pushes an event to this client.</summary>
    /// <param name="eventName">The event. It must not be empty or start with <c>phx_</c>.</param>
    /// <param name="payload">A JSON object or bytes. The default is <c>{}</c>.</param>
    /// <returns>A task that completes when the event has been sent. It does not mean that a client has received it.</returns>
    /// <exception cref="ArgumentException">The event's name is empty or starts with <c>phx_</c>.</exception>
    /// <exception cref="InvalidOperationException">The payload cannot be sent to this client, or the topic is not joined yet.</exception>
    protected ValueTask PushAsync(string eventName, ChannelPayload payload = default) =>
        SendAsync(EventScope.Push, eventName, payload);

    /// <summary>Broadcasts an event to all subscribers of the topic, including this client.</summary>
    /// <param name="eventName">The event. It must not be empty or start with <c>phx_</c>.</param>
    /// <param name="payload">A JSON object or bytes. The default is <c>{}</c>.</param>
    /// <returns>A task that completes when the event has been sent. It does not mean that a client has received it.</returns>
    /// <exception cref="ArgumentException">The event's name is empty or starts with <c>phx_</c>.</exception>
    /// <exception cref="InvalidOperationException">The payload cannot be sent, or the topic is not joined yet.</exception>
    protected ValueTask BroadcastAsync(string eventName, ChannelPayload payload = default) =>
        SendAsync(EventScope.Broadcast, eventName, payload);

    /// <summary>Broadcasts an event to all subscribers of the topic except this client.</summary>
    /// <param name="eventName">The event. It must not be empty or start with <c>phx_</c>.</param>
    /// <param name="payload">A JSON object or bytes. The default is <c>{}</c>.</param>
    /// <returns>A task that completes when the event has been sent. It does not mean that a client has received it.</returns>
    /// <exception cref="ArgumentException">The event's name is empty or starts with <c>phx_</c>.</exception>
    /// <exception cref="InvalidOperationException">The payload cannot be sent, or the topic is not joined yet.</exception>
    protected ValueTask BroadcastFromAsync(string eventName, ChannelPayload payload = default) =>
        SendAsync(EventScope.BroadcastFrom, eventName, payload);

    /// <summary>Defers the reply to the current push. The method then returns <see cref="ChannelReply.Deferred"/>.</summary>
    /// <returns>The deferred reply.</returns>
    /// <exception cref="InvalidOperationException">No push is being handled, or the push has no ref, so it cannot be answered.</exception>
    protected DeferredReply DeferReply() => Channel.Defer();

    private ValueTask SendAsync(EventScope scope, string eventName, ChannelPayload payload) =>
        Channel.SendAsync(scope, EventNames.Get(eventName), payload);

    // Clients often send the same event again, so its name is kept.
    private string NameOf(ReadOnlySpan<byte> eventName)
    {
        if (!Ascii.Equals(eventName, _lastEvent))
        {
            _lastEvent = Encoding.UTF8.GetString(eventName);
        }

        return _lastEvent;
    }
}
