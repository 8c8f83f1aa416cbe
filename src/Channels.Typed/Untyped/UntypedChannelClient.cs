using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Channels;
using Channels.Typed.CompilerServices;

namespace Channels.Typed;

/// <summary>A client of a channel without a contract: the topic and the events are known only at run time.</summary>
/// <remarks>
/// <c>socket.Channel(topic)</c> creates it, and the caller disposes it. Safe for use from several threads. Handlers run one at a time, in
/// the order in which events arrive, and may await pushes. A reply is returned as a value, whatever its status. An exception means that
/// there was no reply.
/// </remarks>
public sealed class UntypedChannelClient : ChannelClient
{
    private readonly ChannelPayload _value;
    private readonly Func<CancellationToken, ValueTask<ChannelPayload>>? _factory;

    internal UntypedChannelClient(IClientChannel channel, ChannelPayload value, Func<CancellationToken, ValueTask<ChannelPayload>>? factory)
        : base(channel)
    {
        _value = value;
        _factory = factory;
    }

    /// <summary>Gets the topic.</summary>
    public string Topic => Channel.Topic;

    /// <summary>Joins the topic. The channel rejoins by itself after a lost connection or a crash.</summary>
    /// <param name="timeout">How long to wait for the reply; <see langword="null"/> for the socket's default.</param>
    /// <param name="cancellationToken">Cancels the join; the channel is left.</param>
    /// <returns>The reply. If its status is not <c>ok</c>, the channel is not joined, and can be joined again.</returns>
    /// <exception cref="ChannelException">There was no reply.</exception>
    /// <exception cref="InvalidOperationException">The channel is already joined or joining.</exception>
    public async Task<PushReply> JoinAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        Task<ReplyFrame> join = _factory is null
            ? Channel.JoinAsync(_value, timeout, cancellationToken)
            : Channel.JoinAsync(_factory, timeout, cancellationToken);
        return (await join.ConfigureAwait(false)).ToPushReply();
    }

    /// <summary>Pushes an event and waits for its reply.</summary>
    /// <param name="eventName">The event.</param>
    /// <param name="payload">The payload: a JSON object, or bytes. The default is <c>{}</c>.</param>
    /// <param name="timeout">How long to wait for the reply; <see langword="null"/> for the socket's default.</param>
    /// <param name="cancellationToken">Stops waiting. The server may still process the push.</param>
    /// <returns>The reply, with any status.</returns>
    /// <exception cref="ArgumentException">The event name is empty or reserved for the protocol.</exception>
    /// <exception cref="ChannelException">There was no reply.</exception>
    public async Task<PushReply> PushAsync(
        string eventName, ChannelPayload payload = default, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        ReplyFrame reply = await Channel.PushAsync(new EventName(eventName), payload, timeout, cancellationToken).ConfigureAwait(false);
        return reply.ToPushReply();
    }

    /// <summary>Pushes an event with a value as payload, and waits for its reply.</summary>
    /// <param name="eventName">The event.</param>
    /// <param name="payload">The payload. Its JSON must be an object.</param>
    /// <param name="typeInfo">The JSON metadata that writes the payload.</param>
    /// <param name="timeout">How long to wait for the reply; <see langword="null"/> for the socket's default.</param>
    /// <param name="cancellationToken">Stops waiting. The server may still process the push.</param>
    /// <typeparam name="T">The payload's type.</typeparam>
    /// <returns>The reply, with any status.</returns>
    /// <exception cref="ArgumentException">The event name is empty or reserved for the protocol.</exception>
    /// <exception cref="ChannelException">There was no reply.</exception>
    public Task<PushReply> PushAsync<T>(
        string eventName, T payload, JsonTypeInfo<T> typeInfo, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        PushAsync(eventName, ChannelPayload.From(payload, typeInfo), timeout, cancellationToken);

    /// <summary>Pushes an event without waiting for a reply.</summary>
    /// <param name="eventName">The event.</param>
    /// <param name="payload">The payload: a JSON object, or bytes. The default is <c>{}</c>.</param>
    /// <param name="cancellationToken">Cancels the push if it is not yet written.</param>
    /// <returns>A task that completes when the message is written.</returns>
    /// <exception cref="ArgumentException">The event name is empty or reserved for the protocol.</exception>
    /// <exception cref="ChannelException">The message could not be sent.</exception>
    public Task SendAsync(string eventName, ChannelPayload payload = default, CancellationToken cancellationToken = default) =>
        Channel.SendAsync(new EventName(eventName), payload, cancellationToken);

    /// <summary>Subscribes to an event.</summary>
    /// <param name="eventName">The event.</param>
    /// <param name="handler">Called with each payload.</param>
    /// <returns>Dispose it to end the subscription.</returns>
    /// <exception cref="ArgumentException">The event name is empty or reserved for the protocol.</exception>
    public IDisposable On(string eventName, Action<ChannelPayload> handler) => On(eventName, EventHandlers.FromAction(handler));

    /// <summary>Subscribes to an event. The next event waits until the handler has completed.</summary>
    /// <param name="eventName">The event.</param>
    /// <param name="handler">Called with each payload.</param>
    /// <returns>Dispose it to end the subscription.</returns>
    /// <exception cref="ArgumentException">The event name is empty or reserved for the protocol.</exception>
    [OverloadResolutionPriority(1)]
    public IDisposable On(string eventName, Func<ChannelPayload, ValueTask> handler) =>
        Channel.OnEvent(new EventName(eventName), handler ?? throw new ArgumentNullException(nameof(handler)));

    /// <inheritdoc cref="On(string, Func{ChannelPayload, ValueTask})"/>
    public IDisposable On(string eventName, Func<ChannelPayload, Task> handler) => On(eventName, EventHandlers.FromTask(handler));

    /// <summary>Subscribes to all events. The next event waits until the handler has completed.</summary>
    /// <param name="handler">Called with each event.</param>
    /// <returns>Dispose it to end the subscription.</returns>
    [OverloadResolutionPriority(1)]
    public IDisposable OnEvent(Func<ChannelEvent, ValueTask> handler)
    {
        if (handler is null)
        {
            throw new ArgumentNullException(nameof(handler));
        }

        return Channel.OnAnyEvent((name, payload) => handler(new ChannelEvent(name, payload)), handler.Target as IEventStream);
    }

    /// <inheritdoc cref="OnEvent(Func{ChannelEvent, ValueTask})"/>
    public IDisposable OnEvent(Func<ChannelEvent, Task> handler) => OnEvent(EventHandlers.FromTask(handler));

    /// <inheritdoc cref="OnEvent(Func{ChannelEvent, ValueTask})"/>
    public IDisposable OnEvent(Action<ChannelEvent> handler) => OnEvent(EventHandlers.FromAction(handler));

    /// <summary>Reads all events as a stream, from this call until the channel ends.</summary>
    /// <param name="capacity">How many events the stream buffers. The default is 1,024.</param>
    /// <param name="fullMode">
    /// What happens to an event when the buffer is full. By default it waits, and so do the channel's later events.
    /// </param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <returns>The stream. The caller disposes it, or reads it: the end of its loop disposes it.</returns>
    public EventStream<ChannelEvent> ReadEventsAsync(
        int capacity = 1024,
        BoundedChannelFullMode fullMode = BoundedChannelFullMode.Wait,
        CancellationToken cancellationToken = default) =>
        new(OnEvent, Channel.Closed, capacity, fullMode, cancellationToken);

    /// <summary>
    /// Subscribes to successful joins: the first join and each rejoin. The place to load what the reply contains; the events that follow
    /// wait until the handler has completed.
    /// </summary>
    /// <param name="handler">Called with the payload of the reply, before the handlers of the events that follow.</param>
    /// <returns>Dispose it to end the subscription.</returns>
    [OverloadResolutionPriority(1)]
    public IDisposable OnJoined(Func<Joined<ChannelPayload>, ValueTask> handler)
    {
        if (handler is null)
        {
            throw new ArgumentNullException(nameof(handler));
        }

        return Channel.OnJoined((reply, isRejoin) =>
        {
            var joined = new Joined<ChannelPayload>(reply.ToPushReply().Payload, isRejoin);
            return () => handler(joined);
        });
    }

    /// <inheritdoc cref="OnJoined(Func{Joined{ChannelPayload}, ValueTask})"/>
    public IDisposable OnJoined(Func<Joined<ChannelPayload>, Task> handler) => OnJoined(EventHandlers.FromTask(handler));

    /// <inheritdoc cref="OnJoined(Func{Joined{ChannelPayload}, ValueTask})"/>
    public IDisposable OnJoined(Action<Joined<ChannelPayload>> handler) => OnJoined(EventHandlers.FromAction(handler));

    /// <summary>Subscribes to the replies to rejoins. The client rejoins after a lost connection or a crash of the channel.</summary>
    /// <param name="handler">Called with the reply to each rejoin.</param>
    /// <returns>Dispose it to end the subscription.</returns>
    [OverloadResolutionPriority(1)]
    public IDisposable OnRejoined(Func<PushReply, ValueTask> handler)
    {
        if (handler is null)
        {
            throw new ArgumentNullException(nameof(handler));
        }

        return Channel.OnRejoined(reply => handler(reply.ToPushReply()));
    }

    /// <inheritdoc cref="OnRejoined(Func{PushReply, ValueTask})"/>
    public IDisposable OnRejoined(Func<PushReply, Task> handler) => OnRejoined(EventHandlers.FromTask(handler));

    /// <inheritdoc cref="OnRejoined(Func{PushReply, ValueTask})"/>
    public IDisposable OnRejoined(Action<PushReply> handler) => OnRejoined(EventHandlers.FromAction(handler));
}
