using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Channels.Typed.AspNetCore;
using Channels.Typed.AspNetCore.Channels;

namespace Channels.Typed.CompilerServices;

/// <summary>A join or push on its way to the handler's method, and the way back for its reply.</summary>
/// <remarks>What completes at once is answered on the spot, without a task of the framework's own.</remarks>
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

    /// <summary>Gets the token that is cancelled when the channel ends.</summary>
    public CancellationToken CancellationToken => _channel.Ended;

    /// <summary>Gets a copy of the payload, for a handler without a contract.</summary>
    internal ChannelPayload Payload => _isBinary ? ChannelPayload.FromBytes(_payload.ToArray()) : ChannelPayload.FromUncheckedJson(_payload.ToArray());

    /// <summary>Reads the payload.</summary>
    /// <param name="typeInfo">How to read it.</param>
    /// <typeparam name="T">The payload's type.</typeparam>
    /// <returns>The payload.</returns>
    public T Read<T>(JsonTypeInfo<T> typeInfo)
    {
        if (_isBinary != (typeof(T) == typeof(ReadOnlyMemory<byte>)))
        {
            throw new UnreadablePayloadException(typeof(T), null);
        }

        if (typeof(T) == typeof(ReadOnlyMemory<byte>))
        {
            return (T)(object)new ReadOnlyMemory<byte>(_payload.ToArray());
        }

        try
        {
            T? payload = JsonSerializer.Deserialize(_payload, typeInfo);
            return payload is null && default(T) is null ? throw new UnreadablePayloadException(typeof(T), null) : payload!;
        }
        catch (JsonException e)
        {
            throw new UnreadablePayloadException(typeof(T), e);
        }
    }

    /// <summary>Answers with the declared outcome of a task.</summary>
    /// <param name="task">The method's task.</param>
    /// <param name="okInfo">How to write an ok reply.</param>
    /// <param name="errorInfo">How to write a refusal.</param>
    /// <typeparam name="TOk">The ok reply's type.</typeparam>
    /// <typeparam name="TError">The refusal's type.</typeparam>
    /// <returns>A task that completes when the reply is on its way.</returns>
    public ValueTask Reply<TOk, TError>(Task<Reply<TOk, TError>> task, JsonTypeInfo<TOk> okInfo, JsonTypeInfo<TError> errorInfo) =>
        Reply(new ValueTask<Reply<TOk, TError>>(task), okInfo, errorInfo);

    /// <summary>Answers with the declared outcome of a task.</summary>
    /// <param name="task">The method's task.</param>
    /// <param name="okInfo">How to write an ok reply.</param>
    /// <param name="errorInfo">How to write a refusal.</param>
    /// <typeparam name="TOk">The ok reply's type.</typeparam>
    /// <typeparam name="TError">The refusal's type.</typeparam>
    /// <returns>A task that completes when the reply is on its way.</returns>
    public ValueTask Reply<TOk, TError>(ValueTask<Reply<TOk, TError>> task, JsonTypeInfo<TOk> okInfo, JsonTypeInfo<TError> errorInfo)
    {
        if (!task.IsCompletedSuccessfully)
        {
            return _channel.Replies.AwaitAsync(task, okInfo, errorInfo);
        }

        _channel.Replies.Send(task.Result, okInfo, errorInfo);
        return default;
    }

    /// <summary>Answers ok with the result of a task.</summary>
    /// <param name="task">The method's task.</param>
    /// <param name="okInfo">How to write the reply.</param>
    /// <typeparam name="TOk">The reply's type.</typeparam>
    /// <returns>A task that completes when the reply is on its way.</returns>
    public ValueTask Reply<TOk>(Task<TOk> task, JsonTypeInfo<TOk> okInfo) => Reply(new ValueTask<TOk>(task), okInfo);

    /// <summary>Answers ok with the result of a task.</summary>
    /// <param name="task">The method's task.</param>
    /// <param name="okInfo">How to write the reply.</param>
    /// <typeparam name="TOk">The reply's type.</typeparam>
    /// <returns>A task that completes when the reply is on its way.</returns>
    public ValueTask Reply<TOk>(ValueTask<TOk> task, JsonTypeInfo<TOk> okInfo)
    {
        if (!task.IsCompletedSuccessfully)
        {
            return _channel.Replies.AwaitAsync(task, okInfo);
        }

        _channel.Replies.SendOk(task.Result, okInfo);
        return default;
    }

    /// <summary>Answers ok with <c>{}</c> when a task completes.</summary>
    /// <param name="task">The method's task.</param>
    /// <returns>A task that completes when the reply is on its way.</returns>
    public ValueTask Reply(Task task) => Reply(new ValueTask(task));

    /// <summary>Answers ok with <c>{}</c> when a task completes.</summary>
    /// <param name="task">The method's task.</param>
    /// <returns>A task that completes when the reply is on its way.</returns>
    public ValueTask Reply(ValueTask task)
    {
        if (!task.IsCompletedSuccessfully)
        {
            return _channel.Replies.AwaitAsync(task);
        }

        _channel.Replies.SendEmptyOk();
        return default;
    }

    /// <summary>Answers nothing.</summary>
    /// <param name="task">The method's task.</param>
    /// <returns>The task.</returns>
    public ValueTask NoReply(Task task) => task.IsCompletedSuccessfully ? default : new ValueTask(task);

    /// <summary>Answers nothing.</summary>
    /// <param name="task">The method's task.</param>
    /// <returns>The task.</returns>
    public ValueTask NoReply(ValueTask task) => task;

    /// <summary>Deals with an event that the contract does not have.</summary>
    /// <returns>A completed task.</returns>
    public ValueTask UnknownEvent()
    {
        _channel.OnUnknownEvent(Event.Length);
        return default;
    }
}
