using System.Text.Json.Serialization.Metadata;
using System.Threading.Channels;
using Channels.Typed.CompilerServices;

namespace Channels.Typed;

/// <summary>
/// A client of a channel without a contract: topic and events are known only at run time. Made by
/// <see cref="ChannelSocketExtensions.Channel(IChannelSocket, string, ChannelPayload)"/>.
/// </summary>
/// <remarks>
/// Safe for use from several threads. Handlers run one at a time, in the order of the wire, and may await pushes. The creator disposes it.
/// What the server answers is a value whatever its status; exceptions say that there was no answer.
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

    /// <summary>Joins the topic. After a lost connection or a crash the channel rejoins by itself.</summary>
    /// <param name="timeout">How long to wait for the reply; <see langword="null"/> for the socket's default.</param>
    /// <param name="cancellationToken">Gives the join up: the channel is left.</param>
    /// <returns>The server's answer; with a status other than <c>ok</c> the channel is not joined, and may be joined again.</returns>
    /// <exception cref="ChannelException">There was no answer.</exception>
    /// <exception cref="InvalidOperationException">The channel is joined or joining already.</exception>
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
    /// <param name="cancellationToken">Stops waiting; the server may still act on the message.</param>
    /// <returns>The server's answer, with whatever status.</returns>
    /// <exception cref="ArgumentException">The event's name is empty, or belongs to the protocol.</exception>
    /// <exception cref="ChannelException">There was no answer.</exception>
    public async Task<PushReply> PushAsync(
        string eventName, ChannelPayload payload = default, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        ReplyFrame reply = await Channel.PushAsync(new EventName(eventName), payload, timeout, cancellationToken).ConfigureAwait(false);
        return reply.ToPushReply();
    }

    /// <summary>Pushes an event with a value for payload and waits for its reply.</summary>
    /// <param name="eventName">The event.</param>
    /// <param name="payload">The payload, which must be a JSON object.</param>
    /// <param name="typeInfo">How to write it.</param>
    /// <param name="timeout">How long to wait for the reply; <see langword="null"/> for the socket's default.</param>
    /// <param name="cancellationToken">Stops waiting; the server may still act on the message.</param>
    /// <typeparam name="T">The payload's type.</typeparam>
    /// <returns>The server's answer, with whatever status.</returns>
    /// <exception cref="ArgumentException">The event's name is empty, or belongs to the protocol.</exception>
    /// <exception cref="ChannelException">There was no answer.</exception>
    public Task<PushReply> PushAsync<T>(
        string eventName, T payload, JsonTypeInfo<T> typeInfo, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        PushAsync(eventName, ChannelPayload.From(payload, typeInfo), timeout, cancellationToken);

    /// <summary>Pushes an event and waits for no reply.</summary>
    /// <param name="eventName">The event.</param>
    /// <param name="payload">The payload: a JSON object, or bytes. The default is <c>{}</c>.</param>
    /// <param name="cancellationToken">Gives up while the message still waits to be written.</param>
    /// <returns>A task that completes when the message is written.</returns>
    /// <exception cref="ArgumentException">The event's name is empty, or belongs to the protocol.</exception>
    /// <exception cref="ChannelException">The message could not be sent.</exception>
    public Task SendAsync(string eventName, ChannelPayload payload = default, CancellationToken cancellationToken = default) =>
        Channel.SendAsync(new EventName(eventName), payload, cancellationToken);

    /// <summary>Subscribes to an event.</summary>
    /// <param name="eventName">The event.</param>
    /// <param name="handler">Called with each payload.</param>
    /// <returns>Disposing it ends the subscription.</returns>
    /// <exception cref="ArgumentException">The event's name is empty, or belongs to the protocol.</exception>
    public IDisposable On(string eventName, Action<ChannelPayload> handler)
    {
        if (handler is null)
        {
            throw new ArgumentNullException(nameof(handler));
        }

        return On(eventName, payload =>
        {
            handler(payload);
            return default;
        });
    }

    /// <summary>Subscribes to an event. The next event waits until the handler has completed.</summary>
    /// <param name="eventName">The event.</param>
    /// <param name="handler">Called with each payload.</param>
    /// <returns>Disposing it ends the subscription.</returns>
    /// <exception cref="ArgumentException">The event's name is empty, or belongs to the protocol.</exception>
    public IDisposable On(string eventName, Func<ChannelPayload, ValueTask> handler) =>
        Channel.OnEvent(new EventName(eventName), handler ?? throw new ArgumentNullException(nameof(handler)));

    /// <summary>Subscribes to all events. The next event waits until the handler has completed.</summary>
    /// <param name="handler">Called with each event.</param>
    /// <returns>Disposing it ends the subscription.</returns>
    public IDisposable OnEvent(Func<ChannelEvent, ValueTask> handler)
    {
        if (handler is null)
        {
            throw new ArgumentNullException(nameof(handler));
        }

        return Channel.OnAnyEvent((name, payload) => handler(new ChannelEvent(name, payload)));
    }

    /// <summary>Reads all events from now on, until the channel has ended.</summary>
    /// <param name="capacity">How many events may wait for the reader; by default 1,024.</param>
    /// <param name="fullMode">What happens to one more: by default the channel's events wait.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The events; each enumeration is a subscription of its own.</returns>
    public IAsyncEnumerable<ChannelEvent> ReadEventsAsync(
        int capacity = 1024, BoundedChannelFullMode fullMode = BoundedChannelFullMode.Wait, CancellationToken cancellationToken = default) =>
        SubscriptionStream.ReadAsync<ChannelEvent>(OnEvent, Channel.Closed, capacity, fullMode, cancellationToken);

    /// <summary>Subscribes to the answers of rejoins, those that follow a lost connection or a crash of the channel.</summary>
    /// <param name="handler">Called with the server's answer to each.</param>
    /// <returns>Disposing it ends the subscription.</returns>
    public IDisposable OnRejoined(Action<PushReply> handler)
    {
        if (handler is null)
        {
            throw new ArgumentNullException(nameof(handler));
        }

        return Channel.OnRejoined(reply =>
        {
            handler(reply.ToPushReply());
            return default;
        });
    }
}
