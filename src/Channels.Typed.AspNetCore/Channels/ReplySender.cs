using System.Text;
using System.Text.Json.Serialization.Metadata;
using Channels.Typed.AspNetCore.Observability;
using Channels.Typed.Protocol;

namespace Channels.Typed.AspNetCore.Channels;

/// <summary>Encodes and sends the replies of one channel.</summary>
internal readonly struct ReplySender(ServerChannel channel)
{
    public async ValueTask AwaitAsync<TOk, TError>(
        ValueTask<Reply<TOk, TError>> task, JsonTypeInfo<TOk> okInfo, JsonTypeInfo<TError> errorInfo) =>
        Send(await task, okInfo, errorInfo);

    public async ValueTask AwaitAsync<TOk>(ValueTask<TOk> task, JsonTypeInfo<TOk> okInfo) => SendOk(await task, okInfo);

    public async ValueTask AwaitAsync(ValueTask task)
    {
        await task;
        SendEmptyOk();
    }

    /// <summary>Sends the reply of an untyped handler when its task completes.</summary>
    public ValueTask SendWhenCompleted(ValueTask<ChannelReply> task, int eventLength)
    {
        if (!task.IsCompletedSuccessfully)
        {
            return AwaitAsync(task, eventLength);
        }

        Send(task.Result, eventLength);
        return default;
    }

    public void Send<TOk, TError>(Reply<TOk, TError> reply, JsonTypeInfo<TOk> okInfo, JsonTypeInfo<TError> errorInfo)
    {
        channel.Outcome = reply.Kind switch
        {
            ReplyKind.Deferred => Outcome.Deferred,
            ReplyKind.Error => Outcome.Refused,
            _ => Outcome.Ok,
        };
        if (reply.Kind != ReplyKind.Deferred)
        {
            Send(channel.CurrentRef, reply, okInfo, errorInfo);
        }
    }

    public void SendOk<TOk>(TOk value, JsonTypeInfo<TOk> okInfo) => Send(channel.CurrentRef, "ok"u8, isOk: true, value, okInfo);

    public void SendEmptyOk() => SendRaw(channel.CurrentRef, "{}"u8, "ok"u8, isOk: true);

    /// <summary>Sends one of the <see cref="Refusals"/>.</summary>
    public void SendError(ReadOnlySpan<byte> response) => SendRaw(channel.CurrentRef, response, "error"u8, isOk: false);

    /// <summary>Sends the reply to the current join or push.</summary>
    public void Send(ChannelReply reply) => Send(channel.CurrentRef, reply);

    public void SendDeferred<TOk, TError>(
        byte[] reference, Reply<TOk, TError> reply, JsonTypeInfo<TOk> okInfo, JsonTypeInfo<TError> errorInfo) =>
        Send(reference, reply, okInfo, errorInfo);

    public void SendDeferred(byte[] reference, ChannelReply reply) => Send(reference, reply);

    private async ValueTask AwaitAsync(ValueTask<ChannelReply> task, int eventLength) => Send(await task, eventLength);

    private void Send(ChannelReply reply, int eventLength)
    {
        channel.Outcome = reply.Kind switch
        {
            ChannelReplyKind.Deferred => Outcome.Deferred,
            ChannelReplyKind.Reply when reply.Status != "ok" => Outcome.Refused,
            _ => Outcome.Ok,
        };
        switch (reply.Kind)
        {
            case ChannelReplyKind.Reply:
                Send(channel.CurrentRef, reply);
                break;
            case ChannelReplyKind.UnknownEvent:
                channel.OnUnknownEvent(eventLength);
                break;
            default:
                break; // No reply, or a deferred one.
        }
    }

    private void Send(ReadOnlySpan<byte> reference, ChannelReply reply)
    {
        Span<byte> status = stackalloc byte[reply.Status!.Length]; // At most 255, and ASCII.
        Encoding.ASCII.GetBytes(reply.Status, status);
        bool isOk = reply.Status == "ok";
        if (reply.Payload.IsBinary)
        {
            SendBinary(reference, status, isOk, reply.Payload.Bytes.Span);
        }
        else
        {
            SendRaw(reference, reply.Payload.Bytes.Span, status, isOk);
        }
    }

    private void Send<TOk, TError>(
        ReadOnlySpan<byte> reference, Reply<TOk, TError> reply, JsonTypeInfo<TOk> okInfo, JsonTypeInfo<TError> errorInfo)
    {
        if (reply.TryGetOk(out TOk? value, out TError? error))
        {
            Send(reference, "ok"u8, isOk: true, value, okInfo);
        }
        else
        {
            Send(reference, "error"u8, isOk: false, error, errorInfo);
        }
    }

    private void Send<T>(ReadOnlySpan<byte> reference, ReadOnlySpan<byte> status, bool isOk, T value, JsonTypeInfo<T> typeInfo)
    {
        if (Payload<T>.IsBytes)
        {
            SendBinary(reference, status, isOk, Payload<T>.ToBytes(value).Span);
            return;
        }

        FrameBuffer buffer = FrameBuffer.Rent();
        try
        {
            channel.Format.StartReply(buffer, channel.ReplyJoinRef, reference, channel.TopicJson);
            buffer.WriteJson(value, typeInfo);
            channel.Format.EndReply(buffer, status, reference, channel.TopicJson);
            channel.SendReply(buffer, isOk, isBinary: false);
        }
        finally
        {
            buffer.Return();
        }
    }

    private void SendBinary(ReadOnlySpan<byte> reference, ReadOnlySpan<byte> status, bool isOk, ReadOnlySpan<byte> payload)
    {
        if (!channel.Format.HasBinary)
        {
            throw channel.NoBinary("phx_reply");
        }

        FrameBuffer buffer = FrameBuffer.Rent();
        try
        {
            BinaryFrameWriter.WriteReply(buffer, channel.ReplyJoinRef, reference, channel.TopicText, status, payload);
            channel.SendReply(buffer, isOk, isBinary: true);
        }
        finally
        {
            buffer.Return();
        }
    }

    private void SendRaw(ReadOnlySpan<byte> reference, ReadOnlySpan<byte> response, ReadOnlySpan<byte> status, bool isOk)
    {
        FrameBuffer buffer = FrameBuffer.Rent();
        try
        {
            channel.Format.StartReply(buffer, channel.ReplyJoinRef, reference, channel.TopicJson);
            buffer.Write(response);
            channel.Format.EndReply(buffer, status, reference, channel.TopicJson);
            channel.SendReply(buffer, isOk, isBinary: false);
        }
        finally
        {
            buffer.Return();
        }
    }
}
