using System.ComponentModel;

namespace Channels.Typed.CompilerServices;

/// <summary>The engine behind a generated client: one topic on one connection, untyped.</summary>
/// <remarks>
/// Safe for use from several threads. Event handlers and hooks of one channel run one at a time, in wire order, and may await pushes.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IClientChannel : IAsyncDisposable
{
    /// <summary>Gets the topic.</summary>
    string Topic { get; }

    /// <summary>Gets where the channel is in its life.</summary>
    ChannelState State { get; }

    /// <summary>
    /// Gets a task that completes when the channel has ended: it was left, closed by the server, replaced, or disposed. A later join begins
    /// a new one.
    /// </summary>
    Task Closed { get; }

    /// <summary>Joins the topic. The payload is sent again whenever the channel rejoins after a lost connection or a crash.</summary>
    /// <param name="payload">The join payload.</param>
    /// <param name="timeout">How long to wait for the reply; <see langword="null"/> for the socket's default.</param>
    /// <param name="cancellationToken">Gives the join up: the channel is left.</param>
    /// <returns>The reply.</returns>
    /// <exception cref="ChannelException">There was no reply.</exception>
    /// <exception cref="InvalidOperationException">The channel is joined or joining already.</exception>
    Task<ReplyFrame> JoinAsync(ChannelPayload payload, TimeSpan? timeout, CancellationToken cancellationToken);

    /// <summary>Joins the topic with a payload that is asked for anew by every join and rejoin.</summary>
    /// <param name="payload">
    /// Makes the payload. It is called on the thread pool; the time that it takes counts as the join's. When it fails, so does the join.
    /// </param>
    /// <param name="timeout">How long to wait for the reply; <see langword="null"/> for the socket's default.</param>
    /// <param name="cancellationToken">Gives the join up: the channel is left.</param>
    /// <returns>The reply.</returns>
    /// <exception cref="ChannelException">There was no reply.</exception>
    /// <exception cref="InvalidOperationException">The channel is joined or joining already.</exception>
    Task<ReplyFrame> JoinAsync(Func<CancellationToken, ValueTask<ChannelPayload>> payload, TimeSpan? timeout, CancellationToken cancellationToken);

    /// <summary>Pushes an event and waits for its reply.</summary>
    /// <param name="eventName">The event.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="timeout">How long to wait for the reply; <see langword="null"/> for the socket's default.</param>
    /// <param name="cancellationToken">Stops waiting; the server may still act on the message.</param>
    /// <returns>The reply.</returns>
    /// <exception cref="ChannelException">There was no reply.</exception>
    Task<ReplyFrame> PushAsync(EventName eventName, ChannelPayload payload, TimeSpan? timeout, CancellationToken cancellationToken);

    /// <summary>Pushes an event that has no reply.</summary>
    /// <param name="eventName">The event.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="cancellationToken">Gives up while the message still waits to be written.</param>
    /// <returns>A task that completes when the message is written.</returns>
    /// <exception cref="ChannelException">The message could not be sent.</exception>
    Task SendAsync(EventName eventName, ChannelPayload payload, CancellationToken cancellationToken);

    /// <summary>Leaves the topic; the channel does not rejoin. Pushes that are on their way go first, and may still be answered.</summary>
    /// <param name="timeout">How long to wait for the server's answer; <see langword="null"/> for the socket's default.</param>
    /// <param name="cancellationToken">Stops waiting; the channel is left all the same.</param>
    /// <returns>A task that completes when the server has answered, or the time is over.</returns>
    Task LeaveAsync(TimeSpan? timeout, CancellationToken cancellationToken);

    /// <summary>Subscribes to an event.</summary>
    /// <param name="eventName">The event.</param>
    /// <param name="handler">Called with each payload, valid until the handler's task completes.</param>
    /// <returns>Disposing it ends the subscription.</returns>
    IDisposable OnEvent(EventName eventName, Func<ChannelPayload, ValueTask> handler);

    /// <summary>Subscribes to all events, whatever their names.</summary>
    /// <param name="handler">Called with each event's name and payload, valid until the handler's task completes.</param>
    /// <returns>Disposing it ends the subscription.</returns>
    IDisposable OnAnyEvent(Func<string, ChannelPayload, ValueTask> handler);

    /// <summary>Subscribes to the changes of <see cref="State"/>.</summary>
    /// <param name="handler">Called with each change, after the events that came before it.</param>
    /// <returns>Disposing it ends the subscription.</returns>
    IDisposable OnStateChanged(Func<ChannelStateChange, ValueTask> handler);

    /// <summary>Subscribes to the answers of rejoins, those that the client sends by itself.</summary>
    /// <param name="handler">Called with the server's answer to each rejoin.</param>
    /// <returns>Disposing it ends the subscription.</returns>
    IDisposable OnRejoined(Func<ReplyFrame, ValueTask> handler);
}
