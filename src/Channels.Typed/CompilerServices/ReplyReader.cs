using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Channels.Typed.Protocol;

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

        ThrowIfFramework(topic, eventName, reply);
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
                ThrowIfFramework(topic, eventName, reply);
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

    // The error replies that the server itself sends (protocol section "Control events") are not declared outcomes, even if TError could be
    // read from them.
    private static void ThrowIfFramework(string topic, string eventName, ReplyFrame reply)
    {
        ReadOnlySpan<byte> response = reply.Response.Span;
        ChannelErrorReason? reason =
            response.SequenceEqual(Refusals.UnmatchedTopic) ? ChannelErrorReason.UnmatchedTopic
            : response.SequenceEqual(Refusals.JoinCrashed) ? ChannelErrorReason.JoinCrashed
            : response.SequenceEqual(Refusals.TooManyChannels) ? ChannelErrorReason.TooManyChannels
            : null;
        if (reason is { } known)
        {
            throw new ChannelException(known, Describe(known, topic, eventName));
        }
    }

    private static string Describe(ChannelErrorReason reason, string topic, string eventName) => reason switch
    {
        ChannelErrorReason.UnmatchedTopic =>
            $"The server has no channel for '{eventName}' on topic '{topic}'. Check the topic, and that it is joined.",
        ChannelErrorReason.JoinCrashed =>
            $"The server failed to handle the join of topic '{topic}'. The cause is in the log of the server.",
        _ => $"The server refused the join of topic '{topic}': the connection has too many channels. "
            + "Leave another channel, or raise the limit of the server.",
    };
}
