using System.Text.Json.Serialization.Metadata;
using Channels.Typed.AspNetCore.Observability;
using Channels.Typed.Protocol;

namespace Channels.Typed.AspNetCore.Dispatch;

/// <summary>Writes the replies of one channel.</summary>
internal readonly struct ReplySender(ServerChannel channel)
{
    public async ValueTask AwaitAsync<TOk, TError>(
        ValueTask<Reply<TOk, TError>> task, JsonTypeInfo<TOk> okInfo, JsonTypeInfo<TError> errorInfo) => Send(await task, okInfo, errorInfo);

    public async ValueTask AwaitAsync<TOk>(ValueTask<TOk> task, JsonTypeInfo<TOk> okInfo) => SendOk(await task, okInfo);

    public async ValueTask AwaitAsync(ValueTask task)
    {
        await task;
        SendEmptyOk();
    }

    public void Send<TOk, TError>(Reply<TOk, TError> reply, JsonTypeInfo<TOk> okInfo, JsonTypeInfo<TError> errorInfo)
    {
        channel.Outcome = reply.Kind switch { ReplyKind.Deferred => Outcome.Deferred, ReplyKind.Error => Outcome.Refused, _ => Outcome.Ok };
        if (reply.Kind != ReplyKind.Deferred)
        {
            Send(channel.CurrentRef, reply, okInfo, errorInfo);
        }
    }

    public void SendOk<TOk>(TOk value, JsonTypeInfo<TOk> okInfo)
    {
        FrameBuffer buffer = FrameBuffer.Rent();
        try
        {
            WriteOk(buffer, channel.CurrentRef, value, okInfo);
            channel.SendReply(buffer, isOk: true);
        }
        finally
        {
            buffer.Return();
        }
    }

    public void SendEmptyOk() => SendRaw("{}"u8, "ok"u8, isOk: true);

    /// <summary>Sends a refusal of the framework, such as <c>unknown event</c>.</summary>
    public void SendError(ReadOnlySpan<byte> response) => SendRaw(response, "error"u8, isOk: false);

    public void SendDeferred<TOk, TError>(byte[] reference, Reply<TOk, TError> reply, JsonTypeInfo<TOk> okInfo, JsonTypeInfo<TError> errorInfo) =>
        Send(reference, reply, okInfo, errorInfo);

    private void Send<TOk, TError>(ReadOnlySpan<byte> reference, Reply<TOk, TError> reply, JsonTypeInfo<TOk> okInfo, JsonTypeInfo<TError> errorInfo)
    {
        FrameBuffer buffer = FrameBuffer.Rent();
        try
        {
            if (reply.TryGetOk(out TOk? value, out TError? error))
            {
                WriteOk(buffer, reference, value, okInfo);
            }
            else
            {
                JsonFrameWriter.StartReply(buffer, channel.ReplyJoinRef, reference, channel.TopicJson);
                buffer.WriteJson(error, errorInfo);
                JsonFrameWriter.EndReply(buffer, "error"u8);
            }

            channel.SendReply(buffer, reply.IsOk);
        }
        finally
        {
            buffer.Return();
        }
    }

    private void WriteOk<TOk>(FrameBuffer buffer, ReadOnlySpan<byte> reference, TOk value, JsonTypeInfo<TOk> okInfo)
    {
        JsonFrameWriter.StartReply(buffer, channel.ReplyJoinRef, reference, channel.TopicJson);
        buffer.WriteJson(value, okInfo);
        JsonFrameWriter.EndReply(buffer, "ok"u8);
    }

    private void SendRaw(ReadOnlySpan<byte> response, ReadOnlySpan<byte> status, bool isOk)
    {
        FrameBuffer buffer = FrameBuffer.Rent();
        try
        {
            JsonFrameWriter.StartReply(buffer, channel.ReplyJoinRef, channel.CurrentRef, channel.TopicJson);
            buffer.Write(response);
            JsonFrameWriter.EndReply(buffer, status);
            channel.SendReply(buffer, isOk);
        }
        finally
        {
            buffer.Return();
        }
    }
}
