namespace Channels.Typed.Client.Tests.Recorded.Contracts;

/// <summary>The rooms of the recorded application.</summary>
[Channel("room:{room}", JsonContext = typeof(RecordedJson))]
public partial interface IRecordedRoom : IChannel<IRecordedRoomEvents>
{
    [Join]
    Task<Reply<RoomJoined, Refused>> JoinAsync(JoinRoom request, CancellationToken cancellationToken = default);

    [HandleIn("new_msg")]
    Task<Sent> SendMessageAsync(Said message, CancellationToken cancellationToken = default);

    [HandleIn]
    Task<Pushed> WhisperReplyAsync(Whisper whisper, CancellationToken cancellationToken = default);

    [HandleIn("error_reply")]
    Task<Reply<Empty, Refused>> BeRefusedAsync(CancellationToken cancellationToken = default);

    [HandleIn]
    Task BareReplyAsync(CancellationToken cancellationToken = default);

    [HandleIn("async")]
    Task<Answered> AnswerLaterAsync(Numbered number, CancellationToken cancellationToken = default);

    [HandleIn("bin")]
    Task<ReadOnlyMemory<byte>> EchoBytesAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default);

    [HandleIn("push_bin", NoReply = true)]
    Task PushBytesAsync(CancellationToken cancellationToken = default);

    [HandleIn("broadcast_bin")]
    Task BroadcastBytesAsync(CancellationToken cancellationToken = default);

    [HandleIn]
    Task CrashAsync(CancellationToken cancellationToken = default);
}
