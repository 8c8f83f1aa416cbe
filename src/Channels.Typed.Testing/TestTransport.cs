using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Channels.Typed.Client.Transports;
using Channels.Typed.Protocol;

namespace Channels.Typed.Testing;

/// <summary>The in-memory transport of one connection, with messages of protocol version 2.0.0.</summary>
internal sealed class TestTransport : IClientTransport
{
    private readonly Channel<TransportMessage> _toClient = Channel.CreateUnbounded<TransportMessage>();
    private readonly Channel<TestMessage> _fromClient = Channel.CreateUnbounded<TestMessage>();
    private readonly TaskCompletionSource<bool> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Name => "test";

    public bool NeedsHeartbeat => true;

    public bool AnswersHeartbeats { get; set; } = true;

    public ChannelReader<TestMessage> Messages => _fromClient.Reader;

    public Task Ended => _ended.Task;

    public static void CheckJson(string json)
    {
        using JsonDocument checkedOnly = JsonDocument.Parse(json);
    }

    public static string Quote(string text) => $"\"{JsonEncodedText.Encode(text)}\"";

    // [join_ref, ref, topic, event, payload]
    public void SendText(string joinRef, string reference, string topic, string eventName, string payload)
    {
        CheckJson(payload);
        string frame = $"[{joinRef},{reference},{Quote(topic)},{Quote(eventName)},{payload}]";
        _ = _toClient.Writer.TryWrite(TransportMessage.Text(Encoding.UTF8.GetBytes(frame)));
    }

    public void SendClose(int code) => _ = _toClient.Writer.TryWrite(TransportMessage.Close(code));

    public void Drop() => _ = _toClient.Writer.TryComplete(new IOException("The test dropped the connection."));

    public ValueTask<TransportMessage> ReceiveAsync(CancellationToken cancellationToken) => _toClient.Reader.ReadAsync(cancellationToken);

    public ValueTask SendAsync(ReadOnlyMemory<byte> message, bool isBinary, CancellationToken cancellationToken)
    {
        if (Read(message.Span, isBinary) is { } sent)
        {
            _ = _fromClient.Writer.TryWrite(sent);
        }

        return default;
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken) => default;

    public ValueTask CloseAsync(int code, string? reason, CancellationToken cancellationToken)
    {
        SendClose(1000);
        return default;
    }

    public void Abort()
    {
        Drop();
        _ = _ended.TrySetResult(true);
    }

    // Returns null for a heartbeat, which the test does not get.
    private TestMessage? Read(ReadOnlySpan<byte> message, bool isBinary)
    {
        Frame frame = isBinary ? BinaryFrameReader.ReadPush(message) : JsonFrameReader.Read(message);
        string topic = Text(frame.Topic);
        string eventName = Text(frame.Event);
        if (topic != "phoenix")
        {
            return new TestMessage(this, Text(frame.JoinRef), Text(frame.Ref), topic, eventName, frame.Payload.ToArray(), isBinary);
        }

        if (AnswersHeartbeats)
        {
            SendText("null", Text(frame.Ref), topic, "phx_reply", """{"response":{},"status":"ok"}""");
        }

        return null;
    }

    private static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8.ToArray());
}
