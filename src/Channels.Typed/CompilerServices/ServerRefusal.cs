using System.Text.Json;
using Channels.Typed.Protocol;

namespace Channels.Typed.CompilerServices;

/// <summary>
/// Recognizes the error replies that the server itself sends (protocol section "Control events"). They are not declared outcomes, even if
/// the declared error could be read from them.
/// </summary>
internal static class ServerRefusal
{
    private const string Join = "phx_join";

    /// <summary>Throws an exception if the server itself sent the error reply.</summary>
    /// <param name="topic">The channel's topic.</param>
    /// <param name="eventName">The event; <c>phx_join</c> for a join.</param>
    /// <param name="reply">A reply with status <c>error</c>.</param>
    public static void ThrowIfRefused(string topic, string eventName, ReplyFrame reply)
    {
        if (reply.IsBinary)
        {
            return;
        }

        ReadOnlySpan<byte> response = reply.Response.Span;
        TimeSpan? retryAfter = null;
        if (OfPhoenix(response, eventName == Join) is not { } reason)
        {
            // Only these replies are parsed twice.
            if (response.IndexOf("\"refused_by\""u8) < 0 || !TryReadMarked(response, out string? text, out retryAfter))
            {
                return;
            }

            if (OfText(text) is not { } known)
            {
                // A newer server has reasons that this client does not know.
                throw new PushRejectedException(topic, eventName, reply.Response, new NotSupportedException(
                    $"The server itself refused it with the reason '{text}', which this version of the client does not know."));
            }

            reason = known;
        }

        throw new ChannelException(reason, Describe(reason, topic, eventName, retryAfter)) { RetryAfter = retryAfter };
    }

    // The texts of Phoenix have no mark. They are compared as a whole; two of them are replies to joins only.
    private static ChannelErrorReason? OfPhoenix(ReadOnlySpan<byte> response, bool isJoin) =>
        response.SequenceEqual(Refusals.UnmatchedTopic) ? ChannelErrorReason.UnmatchedTopic
        : isJoin && response.SequenceEqual(Refusals.JoinCrashed) ? ChannelErrorReason.JoinCrashed
        : isJoin && response.SequenceEqual(Refusals.TooManyChannels) ? ChannelErrorReason.TooManyChannels
        : null;

    private static ChannelErrorReason? OfText(string? reason) => reason switch
    {
        "join timeout" => ChannelErrorReason.JoinTimeout,
        "unknown event" => ChannelErrorReason.UnknownEvent,
        "invalid payload" => ChannelErrorReason.InvalidPayload,
        "unauthorized" => ChannelErrorReason.Unauthorized,
        "rate_limited" => ChannelErrorReason.RateLimited,
        _ => null,
    };

    private static bool TryReadMarked(ReadOnlySpan<byte> response, out string? reason, out TimeSpan? retryAfter)
    {
        reason = null;
        retryAfter = null;
        bool isMarked = false;
        var reader = new Utf8JsonReader(response);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("refused_by"u8))
                {
                    _ = reader.Read();
                    isMarked = reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("server"u8);
                }
                else if (reader.ValueTextEquals("reason"u8))
                {
                    _ = reader.Read();
                    reason = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                }
                else if (reader.ValueTextEquals("retry_after_ms"u8))
                {
                    _ = reader.Read();
                    retryAfter = reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out int milliseconds) && milliseconds >= 0
                        ? TimeSpan.FromMilliseconds(milliseconds)
                        : null;
                }
                else
                {
                    reader.Skip();
                    continue;
                }

                reader.Skip(); // If the value is an object or array.
            }

            return isMarked;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false; // Not valid JSON, or a string with half a surrogate pair.
        }
    }

    private static string Describe(ChannelErrorReason reason, string topic, string eventName, TimeSpan? retryAfter) => reason switch
    {
        ChannelErrorReason.UnmatchedTopic =>
            $"The server has no channel for '{eventName}' on topic '{topic}'. Check the topic, and that it is joined.",
        ChannelErrorReason.JoinCrashed =>
            $"The server failed to handle the join of topic '{topic}'. The cause is in the log of the server.",
        ChannelErrorReason.TooManyChannels =>
            $"The server refused the join of topic '{topic}': the connection has too many channels. "
            + "Leave another channel, or raise the limit of the server.",
        ChannelErrorReason.JoinTimeout =>
            $"The join of topic '{topic}' took too long on the server: its handler did not complete within the JoinTimeout of the server.",
        ChannelErrorReason.UnknownEvent =>
            $"The channel of topic '{topic}' on the server has no event '{eventName}'. Client and server must use the same contract.",
        ChannelErrorReason.InvalidPayload =>
            $"The server could not read the payload of '{eventName}' on topic '{topic}' as the type that its contract declares. "
            + "Client and server must use the same contract. The cause is in the log of the server.",
        ChannelErrorReason.Unauthorized =>
            $"The server refused '{eventName}' on topic '{topic}': its authorization policy does not allow it for this user.",
        _ =>
            $"The server refused '{eventName}' on topic '{topic}': its rate limit was exceeded. "
            + (retryAfter is { } time ? $"Send it again after {time.TotalMilliseconds} ms." : "Send it again later."),
    };
}
