using Channels.Typed.Tests.Shared.RecordedApplication;
using Channels.Typed.InteropClient.Harness;

namespace Channels.Typed.InteropClient.Checks;

/// <summary>Notes every event of a room.</summary>
internal sealed class RoomReceiver : IRoomEvents
{
    private Action<string> _note = static _ => { };

    public RoomReceiver() => Seen = new Inbox<string>(note =>
    {
        _note = note;
        return new MemoryStream();
    });

    public Inbox<string> Seen { get; }

    public ValueTask GreetingAsync(Greeting greeting) => Note("greeting " + greeting.Hello);

    public ValueTask NewMessageAsync(Message message) => Note("new_msg " + message.Body);

    public ValueTask WhisperAsync(Whisper whisper) => Note("whisper " + whisper.Number);

    public ValueTask PrivateAsync(PrivateMessage message) => Note("private " + message.Body);

    public ValueTask BytesPushedAsync(ReadOnlyMemory<byte> bytes) => Note("bin " + bytes.Length);

    public ValueTask BytesBroadcastAsync(ReadOnlyMemory<byte> bytes) => Note("bin_all " + bytes.Length);

    public ValueTask NewsAsync(Message message) => Note("news " + message.Body);

    private ValueTask Note(string text)
    {
        _note(text);
        return default;
    }
}
