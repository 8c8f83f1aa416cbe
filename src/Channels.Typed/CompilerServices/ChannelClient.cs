using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Channels.Typed.Protocol;

namespace Channels.Typed.CompilerServices;

/// <summary>What generated clients have in common: typed join and push over the untyped channel.</summary>
/// <remarks>Safe for use from several threads.</remarks>
/// <param name="channel">The channel, which this client disposes.</param>
public abstract class ChannelClient(IClientChannel channel) : IChannelClient
{
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
    /// <returns>A task that completes when no handler runs any more.</returns>
    public async ValueTask DisposeAsync()
    {
        await Channel.DisposeAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    /// <summary>Joins, with declared outcomes.</summary>
    /// <param name="payload">The join payload.</param>
    /// <param name="payloadInfo">How to write it.</param>
    /// <param name="okInfo">How to read an ok reply.</param>
    /// <param name="errorInfo">How to read a refusal.</param>
    /// <param name="timeout">How long to wait; <see langword="null"/> for the socket's default.</param>
    /// <param name="cancellationToken">Gives the join up.</param>
    /// <typeparam name="TPayload">The join payload's type.</typeparam>
    /// <typeparam name="TOk">The ok reply's type.</typeparam>
    /// <typeparam name="TError">The refusal's type.</typeparam>
    /// <returns>The outcome.</returns>
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
        ReplyFrame reply = await Channel.JoinAsync(Write(payload, payloadInfo), timeout, cancellationToken).ConfigureAwait(false);
        return ReplyReader.Read(Channel.Topic, "phx_join", reply, okInfo, errorInfo);
    }

    /// <summary>Joins, with ok as the only declared outcome.</summary>
    /// <param name="payload">The join payload.</param>
    /// <param name="payloadInfo">How to write it.</param>
    /// <param name="okInfo">How to read an ok reply.</param>
    /// <param name="timeout">How long to wait; <see langword="null"/> for the socket's default.</param>
    /// <param name="cancellationToken">Gives the join up.</param>
    /// <typeparam name="TPayload">The join payload's type.</typeparam>
    /// <typeparam name="TOk">The ok reply's type.</typeparam>
    /// <returns>The ok reply.</returns>
    /// <exception cref="ChannelException">There was no ok reply; a <see cref="PushRejectedException"/> if the server refused.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected async Task<TOk> JoinCoreAsync<TPayload, TOk>(
        TPayload payload, JsonTypeInfo<TPayload> payloadInfo, JsonTypeInfo<TOk> okInfo, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        ReplyFrame reply = await Channel.JoinAsync(Write(payload, payloadInfo), timeout, cancellationToken).ConfigureAwait(false);
        return ReplyReader.ReadOk(Channel.Topic, "phx_join", reply, okInfo);
    }

    /// <summary>Joins with a payload that every join and rejoin makes anew, with declared outcomes.</summary>
    /// <param name="payload">Makes the payload.</param>
    /// <param name="payloadInfo">How to write it.</param>
    /// <param name="okInfo">How to read an ok reply.</param>
    /// <param name="errorInfo">How to read a refusal.</param>
    /// <param name="timeout">How long to wait; <see langword="null"/> for the socket's default.</param>
    /// <param name="cancellationToken">Gives the join up.</param>
    /// <typeparam name="TPayload">The join payload's type.</typeparam>
    /// <typeparam name="TOk">The ok reply's type.</typeparam>
    /// <typeparam name="TError">The refusal's type.</typeparam>
    /// <returns>The outcome.</returns>
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
        ReplyFrame reply = await Channel.JoinAsync(Writing(payload, payloadInfo), timeout, cancellationToken).ConfigureAwait(false);
        return ReplyReader.Read(Channel.Topic, "phx_join", reply, okInfo, errorInfo);
    }

    /// <summary>Joins with a payload that every join and rejoin makes anew, with ok as the only declared outcome.</summary>
    /// <param name="payload">Makes the payload.</param>
    /// <param name="payloadInfo">How to write it.</param>
    /// <param name="okInfo">How to read an ok reply.</param>
    /// <param name="timeout">How long to wait; <see langword="null"/> for the socket's default.</param>
    /// <param name="cancellationToken">Gives the join up.</param>
    /// <typeparam name="TPayload">The join payload's type.</typeparam>
    /// <typeparam name="TOk">The ok reply's type.</typeparam>
    /// <returns>The ok reply.</returns>
    /// <exception cref="ChannelException">There was no ok reply; a <see cref="PushRejectedException"/> if the server refused.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected async Task<TOk> JoinCoreAsync<TPayload, TOk>(
        Func<CancellationToken, ValueTask<TPayload>> payload,
        JsonTypeInfo<TPayload> payloadInfo,
        JsonTypeInfo<TOk> okInfo,
        TimeSpan? timeout,
        CancellationToken cancellationToken)
    {
        ReplyFrame reply = await Channel.JoinAsync(Writing(payload, payloadInfo), timeout, cancellationToken).ConfigureAwait(false);
        return ReplyReader.ReadOk(Channel.Topic, "phx_join", reply, okInfo);
    }

    /// <summary>Pushes, with declared outcomes.</summary>
    /// <param name="eventName">The event.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="payloadInfo">How to write it.</param>
    /// <param name="okInfo">How to read an ok reply.</param>
    /// <param name="errorInfo">How to read a refusal.</param>
    /// <param name="timeout">How long to wait; <see langword="null"/> for the socket's default.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <typeparam name="TPayload">The payload's type.</typeparam>
    /// <typeparam name="TOk">The ok reply's type.</typeparam>
    /// <typeparam name="TError">The refusal's type.</typeparam>
    /// <returns>The outcome.</returns>
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
        ReplyFrame reply = await Channel.PushAsync(eventName, Write(payload, payloadInfo), timeout, cancellationToken).ConfigureAwait(false);
        return ReplyReader.Read(Channel.Topic, eventName.Name, reply, okInfo, errorInfo);
    }

    /// <summary>Pushes, with ok as the only declared outcome.</summary>
    /// <param name="eventName">The event.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="payloadInfo">How to write it.</param>
    /// <param name="okInfo">How to read an ok reply.</param>
    /// <param name="timeout">How long to wait; <see langword="null"/> for the socket's default.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <typeparam name="TPayload">The payload's type.</typeparam>
    /// <typeparam name="TOk">The ok reply's type.</typeparam>
    /// <returns>The ok reply.</returns>
    /// <exception cref="ChannelException">There was no ok reply; a <see cref="PushRejectedException"/> if the server refused.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected async Task<TOk> PushCoreAsync<TPayload, TOk>(
        EventName eventName,
        TPayload payload,
        JsonTypeInfo<TPayload> payloadInfo,
        JsonTypeInfo<TOk> okInfo,
        TimeSpan? timeout,
        CancellationToken cancellationToken)
    {
        ReplyFrame reply = await Channel.PushAsync(eventName, Write(payload, payloadInfo), timeout, cancellationToken).ConfigureAwait(false);
        return ReplyReader.ReadOk(Channel.Topic, eventName.Name, reply, okInfo);
    }

    /// <summary>Pushes an event that has no reply.</summary>
    /// <param name="eventName">The event.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="payloadInfo">How to write it.</param>
    /// <param name="cancellationToken">Gives up while the message still waits to be written.</param>
    /// <typeparam name="TPayload">The payload's type.</typeparam>
    /// <returns>A task that completes when the message is written.</returns>
    /// <exception cref="ChannelException">The message could not be sent.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected Task SendCoreAsync<TPayload>(
        EventName eventName, TPayload payload, JsonTypeInfo<TPayload> payloadInfo, CancellationToken cancellationToken) =>
        Channel.SendAsync(eventName, Write(payload, payloadInfo), cancellationToken);

    /// <summary>Calls a handler with the declared outcome of each rejoin; one that the contract does not declare goes to the log.</summary>
    /// <param name="handler">Called with each outcome.</param>
    /// <param name="okInfo">How to read an ok reply.</param>
    /// <param name="errorInfo">How to read a refusal.</param>
    /// <typeparam name="TOk">The ok reply's type.</typeparam>
    /// <typeparam name="TError">The refusal's type.</typeparam>
    /// <returns>Disposing it ends the subscription.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected IDisposable OnRejoinedCore<TOk, TError>(Action<Reply<TOk, TError>> handler, JsonTypeInfo<TOk> okInfo, JsonTypeInfo<TError> errorInfo) =>
        Channel.OnRejoined(reply =>
        {
            handler(ReplyReader.Read(Channel.Topic, "phx_join", reply, okInfo, errorInfo));
            return default;
        });

    /// <summary>Calls a handler with the ok reply of each rejoin; a refusal goes to the log.</summary>
    /// <param name="handler">Called with each ok reply.</param>
    /// <param name="okInfo">How to read an ok reply.</param>
    /// <typeparam name="TOk">The ok reply's type.</typeparam>
    /// <returns>Disposing it ends the subscription.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected IDisposable OnRejoinedCore<TOk>(Action<TOk> handler, JsonTypeInfo<TOk> okInfo) =>
        Channel.OnRejoined(reply =>
        {
            handler(ReplyReader.ReadOk(Channel.Topic, "phx_join", reply, okInfo));
            return default;
        });

    private static Func<CancellationToken, ValueTask<ChannelPayload>> Writing<T>(Func<CancellationToken, ValueTask<T>> payload, JsonTypeInfo<T> typeInfo)
    {
        if (payload is null)
        {
            throw new ArgumentNullException(nameof(payload));
        }

        return async cancellationToken => Write(await payload(cancellationToken).ConfigureAwait(false), typeInfo);
    }

    private static ChannelPayload Write<T>(T payload, JsonTypeInfo<T> typeInfo)
    {
        if (typeof(T) == typeof(ReadOnlyMemory<byte>))
        {
            return ChannelPayload.FromBytes((ReadOnlyMemory<byte>)(object)payload!); // A struct is never null.
        }

        FrameBuffer buffer = FrameBuffer.Rent();
        try
        {
            buffer.WriteJson(payload, typeInfo);
            return ChannelPayload.FromUncheckedJson(buffer.Written.ToArray());
        }
        finally
        {
            buffer.Return();
        }
    }
}
