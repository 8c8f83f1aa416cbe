using System.Text;
using System.Text.Json;
using Channels.Typed.Client.Transports;
using Channels.Typed.Protocol;

namespace Channels.Typed.Client.Tests.Model;

/// <summary>Reads and writes the frames of one protocol version.</summary>
internal sealed class ModelWire(ProtocolVersion version)
{
    public bool IsV1 => version == ProtocolVersion.V1;

    public SentFrame Read(ReadOnlySpan<byte> message, bool isBinary)
    {
        if (isBinary)
        {
            Frame frame = BinaryFrameReader.ReadPush(message);
            return new(
                Unquoted(frame.JoinRef),
                Unquoted(frame.Ref),
                Text(frame.Topic),
                Text(frame.Event),
                Text(frame.Payload),
                IsBinary: true);
        }

        using JsonDocument json = JsonDocument.Parse(message.ToArray());
        JsonElement sent = json.RootElement;
        (JsonElement joinRef, JsonElement reference, JsonElement topic, JsonElement name, JsonElement payload) = IsV1
            ? (sent.GetProperty("join_ref"), sent.GetProperty("ref"), sent.GetProperty("topic"), sent.GetProperty("event"),
                sent.GetProperty("payload"))
            : (sent[0], sent[1], sent[2], sent[3], sent[4]);
        return new(
            joinRef.GetString(),
            reference.GetString()!, // Only the join ref may be null.
            topic.GetString()!,
            name.GetString()!,
            payload.GetRawText(),
            IsBinary: false);
    }

    public TransportMessage Reply(string? joinRef, string reference, string topic, string status, string response, bool isBinary)
    {
        if (isBinary)
        {
            FrameBuffer buffer = FrameBuffer.Rent();
            BinaryFrameWriter.WriteReply(buffer, Quoted(joinRef), Quoted(reference), Utf8(topic), Utf8(status), Utf8(response));
            return Binary(buffer);
        }

        string payload = $$"""{"response":{{response}},"status":"{{status}}"}""";
        return TransportMessage.Text(Utf8(IsV1
            ? $$"""{"topic":"{{topic}}","event":"phx_reply","payload":{{payload}},"ref":"{{reference}}"}"""
            : $"""[{Json(joinRef)},"{reference}","{topic}","phx_reply",{payload}]"""));
    }

    public TransportMessage Event(string? joinRef, string topic, string name, bool isBinary)
    {
        if (isBinary)
        {
            FrameBuffer buffer = FrameBuffer.Rent();
            if (joinRef is null)
            {
                _ = BinaryFrameWriter.WriteBroadcast(buffer, Utf8(topic), Utf8(name), "{}"u8);
            }
            else
            {
                BinaryFrameWriter.WritePush(buffer, Quoted(joinRef), Utf8(topic), Utf8(name), "{}"u8);
            }

            return Binary(buffer);
        }

        return TransportMessage.Text(Utf8(IsV1
            ? $$"""{"topic":"{{topic}}","event":"{{name}}","payload":{},"ref":{{Json(joinRef)}}}"""
            : $$"""[{{Json(joinRef)}},null,"{{topic}}","{{name}}",{}]"""));
    }

    private static TransportMessage Binary(FrameBuffer buffer)
    {
        byte[] bytes = buffer.Written.ToArray();
        buffer.Return();
        return TransportMessage.Binary(bytes);
    }

    private static string Json(string? text) => text is null ? "null" : $"\"{text}\"";

    private static byte[] Quoted(string? text) => Utf8(Json(text));

    private static string Unquoted(ReadOnlySpan<byte> json) => Text(json).Trim('"');

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);
}
