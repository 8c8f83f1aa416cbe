namespace Channels.Typed.Client.Tests.Recorded.Contracts;

/// <summary>What a room of the recorded application sends.</summary>
public interface IRecordedRoomEvents
{
    [HandleOut("new_msg")]
    ValueTask NewMessageAsync(Said message);

    [HandleOut]
    ValueTask WhisperAsync(Whisper whisper);

    [HandleOut("bin")]
    ValueTask BytesPushedAsync(ReadOnlyMemory<byte> bytes);

    [HandleOut("bin_all")]
    ValueTask BytesBroadcastAsync(ReadOnlyMemory<byte> bytes);
}
