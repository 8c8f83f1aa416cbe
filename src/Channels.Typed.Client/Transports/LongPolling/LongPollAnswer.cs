using System.Text.Json;
using Channels.Typed.Protocol;

namespace Channels.Typed.Client.Transports.LongPolling;

/// <summary>The body of a response (protocol section "Body statuses").</summary>
internal sealed class LongPollAnswer
{
    public const int Ok = 200;
    public const int Nothing = 204;
    public const int Forbidden = 403;
    public const int Gone = 410;

    private readonly List<byte[]> _messages = [];

    private LongPollAnswer()
    {
    }

    public int Status { get; private set; }

    public string? Token { get; private set; }

    public IReadOnlyList<byte[]> Messages => _messages;

    /// <summary>Makes the answer of a response without a body of the protocol, which may be from a proxy.</summary>
    public static LongPollAnswer OfHttpStatus(int status) => new() { Status = status };

    // {"status": status, "token": token, "messages": [message, ...]}

    /// <exception cref="ProtocolException">The body has another form, or contains a message that is too large.</exception>
    public static LongPollAnswer Read(ReadOnlySpan<byte> body, int maxMessageBytes)
    {
        var answer = new LongPollAnswer();
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = JsonFrameReader.MaxDepth });
        try
        {
            answer.Read(ref reader, body, maxMessageBytes);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new ProtocolException("The response to a request of long polling must be valid JSON with a numeric status.", e);
        }

        return answer.Status != 0
            ? answer
            : throw new ProtocolException("The response to a request of long polling must be a JSON object with a status.");
    }

    private void Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> body, int maxMessageBytes)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            int name = reader.ValueTextEquals("status"u8) ? 0
                : reader.ValueTextEquals("token"u8) ? 1
                : reader.ValueTextEquals("messages"u8) ? 2
                : 3;
            _ = reader.Read();
            switch (name)
            {
                case 0:
                    Status = reader.GetInt32();
                    break;
                case 1:
                    Token = reader.GetString();
                    break;
                case 2 when reader.TokenType == JsonTokenType.StartArray:
                    ReadMessages(ref reader, body, maxMessageBytes);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }

    private void ReadMessages(ref Utf8JsonReader reader, ReadOnlySpan<byte> body, int maxMessageBytes)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            byte[] message = Message(ref reader, body);
            if (message.Length > maxMessageBytes)
            {
                throw new ProtocolException(
                    $"The server sent a message of over {maxMessageBytes} bytes. Raise ChannelSocketOptions.MaxMessageBytes to read it.");
            }

            _messages.Add(message);
        }
    }

    // A message is a JSON string that contains a frame. Some servers send the frame itself instead of a string.
    private static byte[] Message(ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            var text = new byte[reader.ValueSpan.Length];
            int length = reader.CopyString(text);
            Array.Resize(ref text, length);
            return text;
        }

        int start = (int)reader.TokenStartIndex;
        reader.Skip();
        return body.Slice(start, (int)reader.BytesConsumed - start).ToArray();
    }
}
