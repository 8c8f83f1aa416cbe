namespace Channels.Typed.InteropClient.Contracts;

/// <summary>What a room sends.</summary>
public interface IRoomEvents
{
    [HandleOut]
    ValueTask GreetingAsync(Greeting greeting);

    [HandleOut("new_msg")]
    ValueTask NewMessageAsync(Message message);

    [HandleOut]
    ValueTask WhisperAsync(Message message);

    [HandleOut]
    ValueTask PrivateAsync(PrivateMessage message);

    [HandleOut("bin")]
    ValueTask BytesPushedAsync(ReadOnlyMemory<byte> bytes);

    [HandleOut("bin_all")]
    ValueTask BytesBroadcastAsync(ReadOnlyMemory<byte> bytes);

    [HandleOut]
    ValueTask NewsAsync(Message message);
}
