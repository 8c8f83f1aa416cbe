namespace Channels.Typed.Tests.Shared.RecordedApplication;

/// <summary>The events of a room.</summary>
public interface IRoomEvents
{
    [HandleOut]
    ValueTask GreetingAsync(Greeting greeting);

    [HandleOut("new_msg")]
    ValueTask NewMessageAsync(Message message);

    [HandleOut]
    ValueTask WhisperAsync(Whisper whisper);

    [HandleOut]
    ValueTask PrivateAsync(PrivateMessage message);

    [HandleOut("bin")]
    ValueTask BytesPushedAsync(ReadOnlyMemory<byte> bytes);

    [HandleOut("bin_all")]
    ValueTask BytesBroadcastAsync(ReadOnlyMemory<byte> bytes);

    [HandleOut]
    ValueTask NewsAsync(Message message);
}
