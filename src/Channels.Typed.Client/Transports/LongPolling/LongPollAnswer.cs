using System.Text.Json;
using Channels.Typed.Protocol;

namespace Channels.Typed.Client.Transports.LongPolling;

/// <summary>The body of an answer (protocol section "Body statuses").</summary>
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

    /// <summary>An answer that is not one of the protocol's, perhaps of a proxy.</summary>
    public static LongPollAnswer OfHttpStatus(int status) => new() { Status = status };

    // {"status": status, "token": token, "messages": [message, ...]}

    /// <exception cref="ProtocolException">The body is nothing of the kind, or has a message that is too large.</exception>
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
            throw new ProtocolException("An answer to long polling must be valid JSON with a status.", e);
        }

        return answer.Status != 0 ? answer : throw new ProtocolException("An answer to long polling must be an object with a status.");
    }

    private void Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> body, int maxMessageBytes)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            int name = reader.ValueTextEquals("status"u8) ? 0 : reader.ValueTextEquals("token"u8) ? 1 : reader.ValueTextEquals("messages"u8) ? 2 : 3;
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
                    $"The server sent a message of more than {maxMessageBytes} bytes. Raise ChannelSocketOptions.MaxMessageBytes if such messages are to be read.");
            }

            _messages.Add(message);
        }
    }

    // Messages are texts; some servers put the frames there as they are.
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
