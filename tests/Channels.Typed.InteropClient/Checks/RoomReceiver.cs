using Channels.Typed.Tests.Shared.RecordedApplication;
using Channels.Typed.InteropClient.Harness;

namespace Channels.Typed.InteropClient.Checks;

/// <summary>Records every event of a room.</summary>
internal sealed class RoomReceiver : IRoomEvents
{
    private Action<string> _record = static _ => { };

    public RoomReceiver() => Events = new Inbox<string>(record =>
    {
        _record = record;
        return new MemoryStream();
    });

    public Inbox<string> Events { get; }

    public ValueTask GreetingAsync(Greeting greeting) => Record("greeting " + greeting.Hello);

    public ValueTask NewMessageAsync(Message message) => Record("new_msg " + message.Body);

    public ValueTask WhisperAsync(Whisper whisper) => Record("whisper " + whisper.Number);

    public ValueTask PrivateAsync(PrivateMessage message) => Record("private " + message.Body);

    public ValueTask BytesPushedAsync(ReadOnlyMemory<byte> bytes) => Record("bin " + bytes.Length);

    public ValueTask BytesBroadcastAsync(ReadOnlyMemory<byte> bytes) => Record("bin_all " + bytes.Length);

    public ValueTask NewsAsync(Message message) => Record("news " + message.Body);

    private ValueTask Record(string text)
    {
        _record(text);
        return default;
    }
}
