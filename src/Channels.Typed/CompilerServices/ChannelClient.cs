using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;

namespace Channels.Typed.CompilerServices;

/// <summary>The base class of generated clients: typed joins and pushes over the untyped channel.</summary>
/// <remarks>Safe for use from several threads.</remarks>
/// <param name="channel">The channel. This client disposes it.</param>
public abstract class ChannelClient(IClientChannel channel) : IChannelClient
{
    private const string Join = "phx_join";

    /// <inheritdoc/>
    public ChannelState State => Channel.State;

    /// <inheritdoc/>
    public Task Closed => Channel.Closed;

    /// <summary>Gets the untyped channel.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected IClientChannel Channel { get; } = channel;

    /// <inheritdoc/>
    public IDisposable OnStateChanged(Func<ChannelStateChange, ValueTask> handler) =>
        Channel.OnStateChanged(handler ?? throw new ArgumentNullException(nameof(handler)));

    /// <inheritdoc/>
    public Task LeaveAsync(CancellationToken cancellationToken = default) => Channel.LeaveAsync(null, cancellationToken);

    /// <summary>Leaves the topic if it is joined, and ends all subscriptions. Idempotent.</summary>
    /// <remarks>
    /// Its streams end. Called in a handler of the channel, it does not wait for that handler. If two handlers dispose each other's
    /// channel, one of them does not wait.
    /// </remarks>
    /// <returns>
    /// A task that completes when no handler of the channel is running any more, or after
    /// <c>ChannelSocketOptions.HandlerShutdownTimeout</c>.
    /// </returns>
    public async ValueTask DisposeAsync()
    {
        await Channel.DisposeAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    /// <summary>Joins the topic of a contract that declares both outcomes.</summary>
    /// <param name="payload">The join payload.</param>
    /// <param name="payloadInfo">The JSON metadata that writes the payload.</param>
    /// <param name="okInfo">The JSON metadata that reads an ok reply.</param>
    /// <param name="errorInfo">The JSON metadata that reads an error reply.</param>
    /// <param name="timeout">How long to wait for the reply; <see langword="null"/> for the socket's default.</param>
    /// <param name="cancellationToken">Cancels the join; the channel is left.</param>
    /// <typeparam name="TPayload">The type of the join payload.</typeparam>
    /// <typeparam name="TOk">The type of an ok reply.</typeparam>
    /// <typeparam name="TError">The type of an error reply.</typeparam>
    /// <returns>The declared outcome.</returns>
    /// <exception cref="ChannelException">There was no declared outcome.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected async Task<Reply<TOk, TError>> JoinCoreAsync<TPayload, TOk, TError>(
        TPayload payload,
        JsonTypeInfo<TPayload> payloadInfo,
        JsonTypeInfo<TOk> okInfo,
        JsonTypeInfo<TError> errorInfo,
        TimeSpan? timeout,
        CancellationToken cancellationToken)
    {
        Task<ReplyFrame> reply = Channel.JoinAsync(Payload<TPayload>.Write(payload, payloadInfo), timeout, cancellationToken);
        return await JoinedAsync(reply, frame => ReplyReader.Read(Channel.Topic, Join, frame, okInfo, errorInfo), timeout)
            .ConfigureAwait(false);
    }

    /// <summary>Joins the topic of a contract that declares only the ok reply.</summary>
    /// <param name="payload">The join payload.</param>
    /// <param name="payloadInfo">The JSON metadata that writes the payload.</param>
    /// <param name="okInfo">The JSON metadata that reads an ok reply.</param>
    /// <param name="timeout">How long to wait for the reply; <see langword="null"/> for the socket's default.</param>
    /// <param name="cancellationToken">Cancels the join; the channel is left.</param>
    /// <typeparam name="TPayload">The type of the join payload.</typeparam>
    /// <typeparam name="TOk">The type of an ok reply.</typeparam>
    /// <returns>The ok reply.</returns>
    /// <exception cref="ChannelException">
    /// There was no ok reply; a <see cref="PushRejectedException"/> if the server replied with an error.
    /// </exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected async Task<TOk> JoinCoreAsync<TPayload, TOk>(
        TPayload payload,
        JsonTypeInfo<TPayload> payloadInfo,
        JsonTypeInfo<TOk> okInfo,
        TimeSpan? timeout,
        CancellationToken cancellationToken)
    {
        Task<ReplyFrame> reply = Channel.JoinAsync(Payload<TPayload>.Write(payload, payloadInfo), timeout, cancellationToken);
        return await JoinedAsync(reply, frame => ReplyReader.ReadOk(Channel.Topic, Join, frame, okInfo), timeout).ConfigureAwait(false);
    }

    /// <summary>Joins with a new payload for the join and each rejoin, of a contract that declares both outcomes.</summary>
    /// <param name="payload">Creates the payload. Called for the join and for each rejoin.</param>
    /// <param name="payloadInfo">The JSON metadata that writes the payload.</param>
    /// <param name="okInfo">The JSON metadata that reads an ok reply.</param>
    /// <param name="errorInfo">The JSON metadata that reads an error reply.</param>
    /// <param name="timeout">How long to wait for the reply; <see langword="null"/> for the socket's default.</param>
    /// <param name="cancellationToken">Cancels the join; the channel is left.</param>
    /// <typeparam name="TPayload">The type of the join payload.</typeparam>
    /// <typeparam name="TOk">The type of an ok reply.</typeparam>
    /// <typeparam name="TError">The type of an error reply.</typeparam>
    /// <returns>The declared outcome.</returns>
    /// <exception cref="ChannelException">There was no declared outcome.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected async Task<Reply<TOk, TError>> JoinCoreAsync<TPayload, TOk, TError>(
        Func<CancellationToken, ValueTask<TPayload>> payload,
        JsonTypeInfo<TPayload> payloadInfo,
        JsonTypeInfo<TOk> okInfo,
        JsonTypeInfo<TError> errorInfo,
        TimeSpan? timeout,
        CancellationToken cancellationToken)
    {
        Task<ReplyFrame> reply = Channel.JoinAsync(WriteEach(payload, payloadInfo), timeout, cancellationToken);
        return await JoinedAsync(reply, frame => ReplyReader.Read(Channel.Topic, Join, frame, okInfo, errorInfo), timeout)
            .ConfigureAwait(false);
    }

    /// <summary>Joins with a new payload for the join and each rejoin, of a contract that declares only the ok reply.</summary>
    /// <param name="payload">Creates the payload. Called for the join and for each rejoin.</param>
    /// <param name="payloadInfo">The JSON metadata that writes the payload.</param>
    /// <param name="okInfo">The JSON metadata that reads an ok reply.</param>
    /// <param name="timeout">How long to wait for the reply; <see langword="null"/> for the socket's default.</param>
    /// <param name="cancellationToken">Cancels the join; the channel is left.</param>
    /// <typeparam name="TPayload">The type of the join payload.</typeparam>
    /// <typeparam name="TOk">The type of an ok reply.</typeparam>
    /// <returns>The ok reply.</returns>
    /// <exception cref="ChannelException">
    /// There was no ok reply; a <see cref="PushRejectedException"/> if the server replied with an error.
    /// </exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected async Task<TOk> JoinCoreAsync<TPayload, TOk>(
        Func<CancellationToken, ValueTask<TPayload>> payload,
        JsonTypeInfo<TPayload> payloadInfo,
        JsonTypeInfo<TOk> okInfo,
        TimeSpan? timeout,
        CancellationToken cancellationToken)
    {
        Task<ReplyFrame> reply = Channel.JoinAsync(WriteEach(payload, payloadInfo), timeout, cancellationToken);
        return await JoinedAsync(reply, frame => ReplyReader.ReadOk(Channel.Topic, Join, frame, okInfo), timeout).ConfigureAwait(false);
    }

    /// <summary>Pushes an event that declares both outcomes.</summary>
    /// <param name="eventName">The event.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="payloadInfo">The JSON metadata that writes the payload.</param>
    /// <param name="okInfo">The JSON metadata that reads an ok reply.</param>
    /// <param name="errorInfo">The JSON metadata that reads an error reply.</param>
    /// <param name="timeout">How long to wait for the reply; <see langword="null"/> for the socket's default.</param>
    /// <param name="cancellationToken">Stops waiting. The server may still process the push.</param>
    /// <typeparam name="TPayload">The type of the payload.</typeparam>
    /// <typeparam name="TOk">The type of an ok reply.</typeparam>
    /// <typeparam name="TError">The type of an error reply.</typeparam>
    /// <returns>The declared outcome.</returns>
    /// <exception cref="ChannelException">There was no declared outcome.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected async Task<Reply<TOk, TError>> PushCoreAsync<TPayload, TOk, TError>(
        EventName eventName,
        TPayload payload,
        JsonTypeInfo<TPayload> payloadInfo,
        JsonTypeInfo<TOk> okInfo,
        JsonTypeInfo<TError> errorInfo,
        TimeSpan? timeout,
        CancellationToken cancellationToken)
    {
        Task<ReplyFrame> reply = Channel.PushAsync(eventName, Payload<TPayload>.Write(payload, payloadInfo), timeout, cancellationToken);
        return ReplyReader.Read(Channel.Topic, eventName.Name, await reply.ConfigureAwait(false), okInfo, errorInfo);
    }

    /// <summary>Pushes an event that declares only the ok reply.</summary>
    /// <param name="eventName">The event.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="payloadInfo">The JSON metadata that writes the payload.</param>
    /// <param name="okInfo">The JSON metadata that reads an ok reply.</param>
    /// <param name="timeout">How long to wait for the reply; <see langword="null"/> for the socket's default.</param>
    /// <param name="cancellationToken">Stops waiting. The server may still process the push.</param>
    /// <typeparam name="TPayload">The type of the payload.</typeparam>
    /// <typeparam name="TOk">The type of an ok reply.</typeparam>
    /// <returns>The ok reply.</returns>
    /// <exception cref="ChannelException">
    /// There was no ok reply; a <see cref="PushRejectedException"/> if the server replied with an error.
    /// </exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected async Task<TOk> PushCoreAsync<TPayload, TOk>(
        EventName eventName,
        TPayload payload,
        JsonTypeInfo<TPayload> payloadInfo,
        JsonTypeInfo<TOk> okInfo,
        TimeSpan? timeout,
        CancellationToken cancellationToken)
    {
        Task<ReplyFrame> reply = Channel.PushAsync(eventName, Payload<TPayload>.Write(payload, payloadInfo), timeout, cancellationToken);
        return ReplyReader.ReadOk(Channel.Topic, eventName.Name, await reply.ConfigureAwait(false), okInfo);
    }

    /// <summary>Pushes an event that has no reply.</summary>
    /// <param name="eventName">The event.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="payloadInfo">The JSON metadata that writes the payload.</param>
    /// <param name="cancellationToken">Cancels the push if it is not yet written.</param>
    /// <typeparam name="TPayload">The type of the payload.</typeparam>
    /// <returns>A task that completes when the message is written.</returns>
    /// <exception cref="ChannelException">The message could not be sent.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected Task SendCoreAsync<TPayload>(
        EventName eventName, TPayload payload, JsonTypeInfo<TPayload> payloadInfo, CancellationToken cancellationToken) =>
        Channel.SendAsync(eventName, Payload<TPayload>.Write(payload, payloadInfo), cancellationToken);

    /// <summary>Calls a handler with the declared outcome of each rejoin. An undeclared reply is logged instead.</summary>
    /// <param name="handler">Called with each outcome.</param>
    /// <param name="okInfo">The JSON metadata that reads an ok reply.</param>
    /// <param name="errorInfo">The JSON metadata that reads an error reply.</param>
    /// <typeparam name="TOk">The type of an ok reply.</typeparam>
    /// <typeparam name="TError">The type of an error reply.</typeparam>
    /// <returns>Dispose it to end the subscription.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected IDisposable OnRejoinedCore<TOk, TError>(
        Func<Reply<TOk, TError>, ValueTask> handler, JsonTypeInfo<TOk> okInfo, JsonTypeInfo<TError> errorInfo)
    {
        if (handler is null)
        {
            throw new ArgumentNullException(nameof(handler));
        }

        return Channel.OnRejoined(reply => handler(ReplyReader.Read(Channel.Topic, Join, reply, okInfo, errorInfo)));
    }

    /// <summary>Calls a handler with the ok reply of each rejoin. An error reply is logged instead.</summary>
    /// <param name="handler">Called with each ok reply.</param>
    /// <param name="okInfo">The JSON metadata that reads an ok reply.</param>
    /// <typeparam name="TOk">The type of an ok reply.</typeparam>
    /// <returns>Dispose it to end the subscription.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected IDisposable OnRejoinedCore<TOk>(Func<TOk, ValueTask> handler, JsonTypeInfo<TOk> okInfo)
    {
        if (handler is null)
        {
            throw new ArgumentNullException(nameof(handler));
        }

        return Channel.OnRejoined(reply => handler(ReplyReader.ReadOk(Channel.Topic, Join, reply, okInfo)));
    }

    /// <summary>
    /// Calls a handler with the reply of each successful join, the first one included. A reply that cannot be read is logged instead.
    /// </summary>
    /// <param name="handler">Called with each reply, before the handlers of the events that follow.</param>
    /// <param name="okInfo">The JSON metadata that reads an ok reply.</param>
    /// <typeparam name="TOk">The type of an ok reply.</typeparam>
    /// <returns>Dispose it to end the subscription.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected IDisposable OnJoinedCore<TOk>(Func<Joined<TOk>, ValueTask> handler, JsonTypeInfo<TOk> okInfo)
    {
        if (handler is null)
        {
            throw new ArgumentNullException(nameof(handler));
        }

        return Channel.OnJoined((reply, isRejoin) =>
        {
            var joined = new Joined<TOk>(ReplyReader.ReadOk(Channel.Topic, Join, reply, okInfo), isRejoin);
            return () => handler(joined);
        });
    }

    // A join whose reply cannot be read has failed for the caller, so the channel must not stay joined.
    private async Task<T> JoinedAsync<T>(Task<ReplyFrame> join, Func<ReplyFrame, T> read, TimeSpan? timeout)
    {
        ReplyFrame reply = await join.ConfigureAwait(false);
        try
        {
            return read(reply);
        }
        catch (Exception) when (Channel.State != ChannelState.Closed)
        {
            await Channel.LeaveAsync(timeout, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    private static Func<CancellationToken, ValueTask<ChannelPayload>> WriteEach<T>(
        Func<CancellationToken, ValueTask<T>> payload, JsonTypeInfo<T> typeInfo)
    {
        if (payload is null)
        {
            throw new ArgumentNullException(nameof(payload));
        }

        return async cancellationToken => Payload<T>.Write(await payload(cancellationToken).ConfigureAwait(false), typeInfo);
    }
}
