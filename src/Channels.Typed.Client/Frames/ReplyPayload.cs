using System.Text;
using System.Text.Json;
using Channels.Typed.CompilerServices;
using Channels.Typed.Protocol;

namespace Channels.Typed.Client.Frames;

/// <summary>Reads the payload of <c>phx_reply</c>: <c>{"status": status, "response": response}</c>, in any order.</summary>
internal static class ReplyPayload
{
    public const string Ok = "ok";

    private const string Error = "error";

    // The response of replies without one.
    private static readonly byte[] NoResponse = Encoding.ASCII.GetBytes("{}");

    /// <exception cref="ProtocolException">There is no status.</exception>
    public static ReplyFrame Read(ReadOnlySpan<byte> payload)
    {
        string? status = null;
        byte[] response = NoResponse;
        var reader = new Utf8JsonReader(payload, new JsonReaderOptions { MaxDepth = JsonFrameReader.MaxDepth });
        _ = reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new ProtocolException("The payload of a reply must be an object with 'status' and 'response'.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isStatus = reader.ValueTextEquals("status"u8);
            bool isResponse = reader.ValueTextEquals("response"u8);
            _ = reader.Read();
            int start = (int)reader.TokenStartIndex;
            if (isStatus && reader.TokenType == JsonTokenType.String)
            {
                status = Status(ref reader);
            }

            reader.Skip();
            if (isResponse)
            {
                response = payload.Slice(start, (int)reader.BytesConsumed - start).ToArray();
            }
        }

        return new ReplyFrame(status ?? throw new ProtocolException("A reply must have a status."), response);
    }

    /// <summary>Makes the reply of a binary frame: the status comes from its header, and the response is binary.</summary>
    public static ReplyFrame OfBytes(ReadOnlySpan<byte> status, ReadOnlySpan<byte> response) =>
        new(
            status.SequenceEqual("ok"u8) ? Ok : status.SequenceEqual("error"u8) ? Error : Encoding.UTF8.GetString(status.ToArray()),
            response.ToArray(),
            isBinary: true);

    /// <summary>Whether the server has no channel for the topic (protocol section "Control events").</summary>
    public static bool IsUnmatchedTopic(in ReplyFrame reply) =>
        reply.Status == Error && reply.Response.Span.SequenceEqual(Refusals.UnmatchedTopic);

    private static string Status(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.ValueTextEquals("ok"u8) ? Ok : reader.ValueTextEquals("error"u8) ? Error : reader.GetString() ?? "";
        }
        catch (InvalidOperationException e)
        {
            throw new ProtocolException("The status of a reply must be valid text.", e);
        }
    }
}
