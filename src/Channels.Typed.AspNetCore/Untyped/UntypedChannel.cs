using System.Text;
using Channels.Typed.AspNetCore.Channels;
using Channels.Typed.AspNetCore.Untyped;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.AspNetCore;

/// <summary>
/// A channel without a contract: events are told apart by name, payloads are JSON or bytes. For protocols whose events are not known when the
/// program is compiled, or that are Phoenix's to the letter; everything else is better off with a contract.
/// </summary>
/// <remarks>
/// Added with <see cref="SocketBuilder.Add{TChannel}(string, string[])"/>. An instance is made for each join, with services in its constructor;
/// its methods are called one at a time. <see cref="IHandleAfterJoin"/>, <see cref="IHandleInfo{TMessage}"/>, <see cref="IHandleTerminate"/>
/// and <see cref="IAsyncDisposable"/> work as in typed channels.
/// </remarks>
public abstract class UntypedChannel : IChannelHandler
{
    private ServerChannel? _channel;
    private string _lastEvent = "";

    static HandlerDescriptor IChannelHandler.Descriptor =>
        throw new InvalidOperationException("An untyped channel has no topics of its own. Add it with them, as in socket.Add<LobbyChannel>(\"lobby:{name}\").");

    /// <summary>Gets the channel as its surroundings see it. Safe for use from several threads.</summary>
    /// <exception cref="InvalidOperationException">Called in the constructor.</exception>
    protected ChannelContext Context => Channel;

    /// <summary>Gets the topic as the client joined it.</summary>
    protected string Topic => Channel.Topic;

    /// <summary>Gets the socket that the channel belongs to.</summary>
    protected SocketContext Socket => Channel.Socket;

    /// <summary>Gets the join ref as raw JSON, such as <c>"1"</c> with its quotes; where the client gave none, the ref of its join.</summary>
    protected string JoinRefJson => Encoding.UTF8.GetString(Channel.PushRef);

    /// <summary>
    /// Gets the ref of the push that is being handled as raw JSON, such as <c>"2"</c> with its quotes; <c>null</c> (the text) if the client gave none,
    /// or no push is being handled.
    /// </summary>
    protected string RefJson => Channel.CurrentRef.IsEmpty ? "null" : Encoding.UTF8.GetString(Channel.CurrentRef);

    private ServerChannel Channel => _channel ?? throw new InvalidOperationException("The channel is not attached yet. Use it in JoinAsync or later, not in the constructor.");

    void IChannelHandler.Attach(ChannelContext context) => _channel = (ServerChannel)context;

    ValueTask IChannelHandler.JoinAsync(InboundCall call) => Channel.Replies.Answer(JoinAsync(call.Payload, call.CancellationToken), call.Event.Length);

    ValueTask IChannelHandler.HandleInAsync(InboundCall call) =>
        Channel.Replies.Answer(HandleInAsync(NameOf(call.Event), call.Payload, call.CancellationToken), call.Event.Length);

    ValueTask IChannelHandler.HandleOutAsync(OutboundCall call) => HandleOutAsync(NameOf(call.Event), ChannelBroadcast.PayloadOf(call.Broadcast));

    /// <summary>Answers a join.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="cancellationToken">Cancelled when the channel ends.</param>
    /// <returns><c>ok</c> lets the client in, any other status does not. An exception is answered with <c>join crashed</c>.</returns>
    protected abstract ValueTask<ChannelReply> JoinAsync(ChannelPayload payload, CancellationToken cancellationToken);

    /// <summary>Handles an event that the client pushed.</summary>
    /// <param name="eventName">The event.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="cancellationToken">Cancelled when the channel ends.</param>
    /// <returns>The answer, <see cref="ChannelReply.None"/> for none. An exception ends the channel: the client gets <c>phx_error</c> and rejoins.</returns>
    protected abstract ValueTask<ChannelReply> HandleInAsync(string eventName, ChannelPayload payload, CancellationToken cancellationToken);

    /// <summary>Handles a broadcast that the channel intercepts, on its way to this client. Pushes it on, unless overridden.</summary>
    /// <param name="eventName">The event.</param>
    /// <param name="payload">The payload.</param>
    /// <returns>A task that completes when the event is handled.</returns>
    protected virtual ValueTask HandleOutAsync(string eventName, ChannelPayload payload) => PushAsync(eventName, payload);

    /// <summary>Sends an event to this client.</summary>
    /// <param name="eventName">The event; neither empty nor beginning with <c>phx_</c>.</param>
    /// <param name="payload">A JSON object or bytes. The default is <c>{}</c>.</param>
    /// <returns>A task that completes when the event is handed over; it says nothing of its arrival.</returns>
    /// <exception cref="ArgumentException">The event cannot be named so.</exception>
    /// <exception cref="InvalidOperationException">The payload cannot be sent to this client, or the topic is not joined yet.</exception>
    protected ValueTask PushAsync(string eventName, ChannelPayload payload = default) => SendAsync(EventScope.Push, eventName, payload);

    /// <summary>Sends an event to all subscribers of the topic, this client too.</summary>
    /// <param name="eventName">The event; neither empty nor beginning with <c>phx_</c>.</param>
    /// <param name="payload">A JSON object or bytes. The default is <c>{}</c>.</param>
    /// <returns>A task that completes when the event is handed over; it says nothing of its arrival.</returns>
    /// <exception cref="ArgumentException">The event cannot be named so.</exception>
    /// <exception cref="InvalidOperationException">The payload cannot be sent, or the topic is not joined yet.</exception>
    protected ValueTask BroadcastAsync(string eventName, ChannelPayload payload = default) => SendAsync(EventScope.Broadcast, eventName, payload);

    /// <summary>Sends an event to all subscribers of the topic but this client.</summary>
    /// <param name="eventName">The event; neither empty nor beginning with <c>phx_</c>.</param>
    /// <param name="payload">A JSON object or bytes. The default is <c>{}</c>.</param>
    /// <returns>A task that completes when the event is handed over; it says nothing of its arrival.</returns>
    /// <exception cref="ArgumentException">The event cannot be named so.</exception>
    /// <exception cref="InvalidOperationException">The payload cannot be sent, or the topic is not joined yet.</exception>
    protected ValueTask BroadcastFromAsync(string eventName, ChannelPayload payload = default) => SendAsync(EventScope.BroadcastFrom, eventName, payload);

    /// <summary>Takes the answer to the current push out of its method, which then returns <see cref="ChannelReply.Deferred"/>.</summary>
    /// <returns>The deferred reply.</returns>
    /// <exception cref="InvalidOperationException">No push is being handled, or the client gave it no ref, so that it cannot be answered.</exception>
    protected DeferredReply DeferReply() => Channel.Defer();

    private ValueTask SendAsync(EventScope scope, string eventName, ChannelPayload payload) => Channel.SendAsync(scope, EventNames.Get(eventName), payload);

    // Clients tend to send the same event again, so its text is kept.
    private string NameOf(ReadOnlySpan<byte> eventName)
    {
        if (!Ascii.Equals(eventName, _lastEvent))
        {
            _lastEvent = Encoding.UTF8.GetString(eventName);
        }

        return _lastEvent;
    }
}
