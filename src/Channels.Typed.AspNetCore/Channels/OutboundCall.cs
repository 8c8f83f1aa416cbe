using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;
using Channels.Typed.AspNetCore.Channels;
using Channels.Typed.PubSub;

namespace Channels.Typed.CompilerServices;

/// <summary>A broadcast that generated code passes to the handler's interceptor before the client gets it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct OutboundCall
{
    private readonly ServerChannel _channel;
    private readonly Broadcast _broadcast;

    internal OutboundCall(ServerChannel channel, Broadcast broadcast)
    {
        _channel = channel;
        _broadcast = broadcast;
    }

    /// <summary>Gets the event's name as UTF-8 text.</summary>
    public ReadOnlySpan<byte> Event => _broadcast.Event;

    internal Broadcast Broadcast => _broadcast;

    /// <summary>Reads the payload.</summary>
    /// <param name="typeInfo">The JSON metadata of the payload.</param>
    /// <typeparam name="T">The payload's type.</typeparam>
    /// <returns>The payload.</returns>
    public T Read<T>(JsonTypeInfo<T> typeInfo) => Payload<T>.Read(_broadcast.Payload, _broadcast.IsBinary, typeInfo);

    /// <summary>Pushes the payload that the interceptor returned.</summary>
    /// <param name="eventName">The event.</param>
    /// <param name="task">The interceptor's task; <see langword="null"/> drops the event for this client.</param>
    /// <param name="typeInfo">The JSON metadata of the payload.</param>
    /// <typeparam name="T">The payload's type.</typeparam>
    /// <returns>A task that completes when the push is in the outbox of the connection.</returns>
    public ValueTask Push<T>(EventName eventName, ValueTask<T?> task, JsonTypeInfo<T> typeInfo)
        where T : class
    {
        return task.IsCompletedSuccessfully
            ? PushResult(_channel, eventName, task.Result, typeInfo)
            : AwaitAsync(_channel, eventName, task, typeInfo);

        static async ValueTask AwaitAsync(ServerChannel channel, EventName eventName, ValueTask<T?> task, JsonTypeInfo<T> typeInfo) =>
            await PushResult(channel, eventName, await task, typeInfo);

        static ValueTask PushResult(ServerChannel channel, EventName eventName, T? payload, JsonTypeInfo<T> typeInfo) =>
            payload is null ? default : channel.SendAsync(EventScope.Push, eventName, payload, typeInfo);
    }

    /// <summary>Pushes the payload that the interceptor returned.</summary>
    /// <param name="eventName">The event.</param>
    /// <param name="task">The interceptor's task; <see langword="null"/> drops the event for this client.</param>
    /// <param name="typeInfo">The JSON metadata of the payload.</param>
    /// <typeparam name="T">The payload's type.</typeparam>
    /// <returns>A task that completes when the push is in the outbox of the connection.</returns>
    public ValueTask Push<T>(EventName eventName, ValueTask<T?> task, JsonTypeInfo<T> typeInfo)
        where T : struct
    {
        return task.IsCompletedSuccessfully
            ? PushResult(_channel, eventName, task.Result, typeInfo)
            : AwaitAsync(_channel, eventName, task, typeInfo);

        static async ValueTask AwaitAsync(ServerChannel channel, EventName eventName, ValueTask<T?> task, JsonTypeInfo<T> typeInfo) =>
            await PushResult(channel, eventName, await task, typeInfo);

        static ValueTask PushResult(ServerChannel channel, EventName eventName, T? payload, JsonTypeInfo<T> typeInfo) =>
            payload is { } value ? channel.SendAsync(EventScope.Push, eventName, value, typeInfo) : default;
    }

    /// <summary>Pushes an event without a payload if the interceptor returned <see langword="true"/>.</summary>
    /// <param name="eventName">The event.</param>
    /// <param name="task">The interceptor's task; <see langword="false"/> drops the event for this client.</param>
    /// <returns>A task that completes when the push is in the outbox of the connection.</returns>
    public ValueTask Push(EventName eventName, ValueTask<bool> task)
    {
        return AwaitAsync(_channel, eventName, task);

        static async ValueTask AwaitAsync(ServerChannel channel, EventName eventName, ValueTask<bool> task)
        {
            if (await task)
            {
                await channel.SendAsync(EventScope.Push, eventName);
            }
        }
    }

    /// <summary>Sends the event to the client unchanged.</summary>
    /// <returns>A completed task.</returns>
    public ValueTask Unchanged()
    {
        _channel.Forward(_broadcast);
        return default;
    }
}
