using System.ComponentModel;

namespace Channels.Typed.CompilerServices;

/// <summary>The untyped channel behind a generated client: one topic on one socket.</summary>
/// <remarks>
/// Safe for use from several threads. The handlers of one channel run one at a time, in the order in which messages arrive. They may await
/// pushes.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IClientChannel : IAsyncDisposable
{
    /// <summary>Gets the topic.</summary>
    string Topic { get; }

    /// <summary>Gets the state of the channel.</summary>
    ChannelState State { get; }

    /// <summary>Gets a task that completes when the channel ends. After a later join, this is a new task.</summary>
    /// <remarks>A channel ends when it is left, closed by the server, replaced by another channel of the same topic, or disposed.</remarks>
    Task Closed { get; }

    /// <summary>Joins the topic. The same payload is sent when the channel rejoins after a lost connection or a crash.</summary>
    /// <param name="payload">The join payload.</param>
    /// <param name="timeout">
    /// How long to wait for the reply, from the call, with or without a connection; <see langword="null"/> for the socket's default.
    /// </param>
    /// <param name="cancellationToken">Cancels the join; the channel is left.</param>
    /// <returns>The reply.</returns>
    /// <exception cref="ChannelException">There was no reply.</exception>
    /// <exception cref="InvalidOperationException">The channel is already joined or joining.</exception>
    Task<ReplyFrame> JoinAsync(ChannelPayload payload, TimeSpan? timeout, CancellationToken cancellationToken);

    /// <summary>Joins the topic with a payload that is created for the join and for each rejoin.</summary>
    /// <param name="payload">
    /// Creates the payload. Called on the thread pool; its time counts towards the timeout of the join. If it fails, the join fails.
    /// </param>
    /// <param name="timeout">
    /// How long to wait for the reply, from the call, with or without a connection; <see langword="null"/> for the socket's default.
    /// </param>
    /// <param name="cancellationToken">Cancels the join; the channel is left.</param>
    /// <returns>The reply.</returns>
    /// <exception cref="ChannelException">There was no reply.</exception>
    /// <exception cref="InvalidOperationException">The channel is already joined or joining.</exception>
    Task<ReplyFrame> JoinAsync(
        Func<CancellationToken, ValueTask<ChannelPayload>> payload, TimeSpan? timeout, CancellationToken cancellationToken);

    /// <summary>Pushes an event and waits for its reply.</summary>
    /// <param name="eventName">The event.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="timeout">How long to wait for the reply; <see langword="null"/> for the socket's default.</param>
    /// <param name="cancellationToken">Stops waiting. The server may still process the push.</param>
    /// <returns>The reply.</returns>
    /// <exception cref="ChannelException">There was no reply.</exception>
    Task<ReplyFrame> PushAsync(EventName eventName, ChannelPayload payload, TimeSpan? timeout, CancellationToken cancellationToken);

    /// <summary>Pushes an event that has no reply.</summary>
    /// <param name="eventName">The event.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="cancellationToken">Cancels the push if it is not yet written.</param>
    /// <returns>A task that completes when the message is written.</returns>
    /// <exception cref="ChannelException">The message could not be sent.</exception>
    Task SendAsync(EventName eventName, ChannelPayload payload, CancellationToken cancellationToken);

    /// <summary>Leaves the topic. The channel does not rejoin.</summary>
    /// <remarks>Pushes that were sent before may still get their replies.</remarks>
    /// <param name="timeout">How long to wait for the reply; <see langword="null"/> for the socket's default.</param>
    /// <param name="cancellationToken">Stops waiting. The channel is left anyway.</param>
    /// <returns>A task that completes when the server has replied, or after the timeout.</returns>
    Task LeaveAsync(TimeSpan? timeout, CancellationToken cancellationToken);

    /// <summary>Subscribes to an event.</summary>
    /// <param name="eventName">The event.</param>
    /// <param name="handler">Called with each payload. The payload is valid until the handler's task completes.</param>
    /// <returns>Dispose it to end the subscription.</returns>
    IDisposable OnEvent(EventName eventName, Func<ChannelPayload, ValueTask> handler);

    /// <summary>Subscribes to an event whose payload is read before its handlers are called.</summary>
    /// <param name="eventName">The event.</param>
    /// <param name="reader">Reads the payload, once for all handlers of an event with the same reader.</param>
    /// <param name="handler">Called after each payload was read. It takes the payload from the reader at once.</param>
    /// <param name="stream">The stream that the handler writes to; <see langword="null"/> for a handler of the application.</param>
    /// <returns>Dispose it to end the subscription.</returns>
    IDisposable OnEvent(EventName eventName, IEventReader reader, Func<ValueTask> handler, IEventStream? stream);

    /// <summary>Subscribes to all events.</summary>
    /// <param name="handler">
    /// Called with the name and the payload of each event. The payload is valid until the handler's task completes.
    /// </param>
    /// <param name="stream">The stream that the handler writes to; <see langword="null"/> for a handler of the application.</param>
    /// <returns>Dispose it to end the subscription.</returns>
    IDisposable OnAnyEvent(Func<string, ChannelPayload, ValueTask> handler, IEventStream? stream = null);

    /// <summary>Subscribes to the changes of <see cref="State"/>.</summary>
    /// <param name="handler">Called with each change, after the events that arrived before it.</param>
    /// <returns>Dispose it to end the subscription.</returns>
    IDisposable OnStateChanged(Func<ChannelStateChange, ValueTask> handler);

    /// <summary>Subscribes to the replies to rejoins, which the client sends by itself.</summary>
    /// <param name="handler">Called with the reply to each rejoin.</param>
    /// <returns>Dispose it to end the subscription.</returns>
    IDisposable OnRejoined(Func<ReplyFrame, ValueTask> handler);

    /// <summary>Subscribes to successful joins: the first join and each rejoin, before the events that follow.</summary>
    /// <param name="read">
    /// Called with the ok reply and whether the join is a rejoin. Reads the reply, and returns the call of the handler. Only that call runs
    /// on the context of the application.
    /// </param>
    /// <returns>Dispose it to end the subscription.</returns>
    IDisposable OnJoined(Func<ReplyFrame, bool, Func<ValueTask>> read);
}
