using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;
using Channels.Typed.AspNetCore;
using Channels.Typed.AspNetCore.Channels;

namespace Channels.Typed.CompilerServices;

/// <summary>A join or a push that generated code passes to the handler's method, and whose reply it sends.</summary>
/// <remarks>When the method completes at once, the reply is sent at once, without another task.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct InboundCall
{
    private readonly ServerChannel _channel;
    private readonly ReadOnlySpan<byte> _payload;
    private readonly bool _isBinary;

    internal InboundCall(ServerChannel channel, ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> payload, bool isBinary)
    {
        _isBinary = isBinary;
        _channel = channel;
        _payload = payload;
        Event = eventName;
    }

    /// <summary>Gets the event's name as UTF-8 text.</summary>
    public ReadOnlySpan<byte> Event { get; }

    /// <summary>Gets the token that is canceled when the channel ends.</summary>
    public CancellationToken CancellationToken => _channel.Ended;

    /// <summary>Gets a copy of the payload, for an untyped channel.</summary>
    internal ChannelPayload PayloadCopy =>
        _isBinary ? ChannelPayload.FromBytes(_payload.ToArray()) : ChannelPayload.FromUncheckedJson(_payload.ToArray());

    /// <summary>Reads the payload.</summary>
    /// <param name="typeInfo">The JSON metadata of the payload.</param>
    /// <typeparam name="T">The payload's type.</typeparam>
    /// <returns>The payload.</returns>
    /// <exception cref="UnreadablePayloadException">The payload is not a <typeparamref name="T"/>.</exception>
    public T Read<T>(JsonTypeInfo<T> typeInfo) => Payload<T>.ReadRequired(_payload, _isBinary, typeInfo);

    /// <summary>Replies with the declared outcome of a task.</summary>
    /// <param name="task">The method's task.</param>
    /// <param name="okInfo">The JSON metadata of the ok reply.</param>
    /// <param name="errorInfo">The JSON metadata of the error reply.</param>
    /// <typeparam name="TOk">The ok reply's type.</typeparam>
    /// <typeparam name="TError">The error reply's type.</typeparam>
    /// <returns>A task that completes when the reply is in the outbox of the connection.</returns>
    public ValueTask Reply<TOk, TError>(Task<Reply<TOk, TError>> task, JsonTypeInfo<TOk> okInfo, JsonTypeInfo<TError> errorInfo) =>
        Reply(new ValueTask<Reply<TOk, TError>>(task), okInfo, errorInfo);

    /// <summary>Replies with the declared outcome of a task.</summary>
    /// <param name="task">The method's task.</param>
    /// <param name="okInfo">The JSON metadata of the ok reply.</param>
    /// <param name="errorInfo">The JSON metadata of the error reply.</param>
    /// <typeparam name="TOk">The ok reply's type.</typeparam>
    /// <typeparam name="TError">The error reply's type.</typeparam>
    /// <returns>A task that completes when the reply is in the outbox of the connection.</returns>
    public ValueTask Reply<TOk, TError>(ValueTask<Reply<TOk, TError>> task, JsonTypeInfo<TOk> okInfo, JsonTypeInfo<TError> errorInfo)
    {
        if (!task.IsCompletedSuccessfully)
        {
            return _channel.Replies.AwaitAsync(task, okInfo, errorInfo);
        }

        _channel.Replies.Send(task.Result, okInfo, errorInfo);
        return default;
    }

    /// <summary>Replies <c>ok</c> with the result of a task.</summary>
    /// <param name="task">The method's task.</param>
    /// <param name="okInfo">The JSON metadata of the reply.</param>
    /// <typeparam name="TOk">The reply's type.</typeparam>
    /// <returns>A task that completes when the reply is in the outbox of the connection.</returns>
    public ValueTask Reply<TOk>(Task<TOk> task, JsonTypeInfo<TOk> okInfo) => Reply(new ValueTask<TOk>(task), okInfo);

    /// <summary>Replies <c>ok</c> with the result of a task.</summary>
    /// <param name="task">The method's task.</param>
    /// <param name="okInfo">The JSON metadata of the reply.</param>
    /// <typeparam name="TOk">The reply's type.</typeparam>
    /// <returns>A task that completes when the reply is in the outbox of the connection.</returns>
    public ValueTask Reply<TOk>(ValueTask<TOk> task, JsonTypeInfo<TOk> okInfo)
    {
        if (!task.IsCompletedSuccessfully)
        {
            return _channel.Replies.AwaitAsync(task, okInfo);
        }

        _channel.Replies.SendOk(task.Result, okInfo);
        return default;
    }

    /// <summary>Replies <c>ok</c> with <c>{}</c> when a task completes.</summary>
    /// <param name="task">The method's task.</param>
    /// <returns>A task that completes when the reply is in the outbox of the connection.</returns>
    public ValueTask Reply(Task task) => Reply(new ValueTask(task));

    /// <summary>Replies <c>ok</c> with <c>{}</c> when a task completes.</summary>
    /// <param name="task">The method's task.</param>
    /// <returns>A task that completes when the reply is in the outbox of the connection.</returns>
    public ValueTask Reply(ValueTask task)
    {
        if (!task.IsCompletedSuccessfully)
        {
            return _channel.Replies.AwaitAsync(task);
        }

        _channel.Replies.SendEmptyOk();
        return default;
    }

    /// <summary>Sends no reply.</summary>
    /// <param name="task">The method's task.</param>
    /// <returns>The task.</returns>
    public ValueTask NoReply(Task task) => task.IsCompletedSuccessfully ? default : new ValueTask(task);

    /// <summary>Sends no reply.</summary>
    /// <param name="task">The method's task.</param>
    /// <returns>The task.</returns>
    public ValueTask NoReply(ValueTask task) => task;

    /// <summary>Handles an event that the contract does not declare (<see cref="ChannelsOptions.UnknownEvents"/>).</summary>
    /// <returns>A completed task.</returns>
    public ValueTask UnknownEvent()
    {
        _channel.OnUnknownEvent(Event.Length);
        return default;
    }
}
