using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Channels.Typed.CompilerServices;

/// <summary>Reads a reply as a declared outcome. Throws an exception if it has none.</summary>
internal static class ReplyReader
{
    private const string Ok = "ok";
    private const string Error = "error";

    public static Reply<TOk, TError> Read<TOk, TError>(
        string topic, string eventName, ReplyFrame reply, JsonTypeInfo<TOk> okInfo, JsonTypeInfo<TError> errorInfo)
    {
        if (reply.Status != Error)
        {
            return Reply<TOk, TError>.FromOk(ReadOk(topic, eventName, reply, okInfo));
        }

        ServerRefusal.ThrowIfRefused(topic, eventName, reply);
        try
        {
            return Reply<TOk, TError>.FromError(Payload<TError>.Read(reply.Response, reply.IsBinary, errorInfo));
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new PushRejectedException(topic, eventName, reply.Response, e);
        }
    }

    public static TOk ReadOk<TOk>(string topic, string eventName, ReplyFrame reply, JsonTypeInfo<TOk> okInfo)
    {
        switch (reply.Status)
        {
            case Ok:
                return ReadPayload(topic, eventName, reply, okInfo);
            case Error:
                ServerRefusal.ThrowIfRefused(topic, eventName, reply);
                throw new PushRejectedException(topic, eventName, reply.Response);
            default:
                throw new UnknownStatusException(topic, eventName, reply.ToPushReply());
        }
    }

    private static TOk ReadPayload<TOk>(string topic, string eventName, ReplyFrame reply, JsonTypeInfo<TOk> okInfo)
    {
        try
        {
            return Payload<TOk>.Read(reply.Response, reply.IsBinary, okInfo);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new ChannelException(
                ChannelErrorReason.UnreadableReply,
                $"The reply to '{eventName}' on topic '{topic}' is not a {typeof(TOk)}. Client and server must use the same contract.",
                e);
        }
    }
}
