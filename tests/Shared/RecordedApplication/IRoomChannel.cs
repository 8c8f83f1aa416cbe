namespace Channels.Typed.Tests.Shared.RecordedApplication;

/// <summary>The rooms of the recorded application.</summary>
[Channel("room:{room}", JsonContext = typeof(RecordedJson))]
public partial interface IRoomChannel : IChannel<IRoomEvents>
{
    [Join]
    Task<Reply<RoomJoined, Refused>> JoinAsync(JoinRoom request, CancellationToken cancellationToken = default);

    [HandleIn("new_msg")]
    Task<Sent> SendMessageAsync(Message message, CancellationToken cancellationToken = default);

    [HandleIn("new_msg_from")]
    Task<Sent> SendMessageToOthersAsync(Message message, CancellationToken cancellationToken = default);

    [HandleIn(NoReply = true)]
    Task WhisperAsync(Whisper whisper, CancellationToken cancellationToken = default);

    [HandleIn]
    Task<Pushed> WhisperReplyAsync(Whisper whisper, CancellationToken cancellationToken = default);

    [HandleIn(NoReply = true)]
    Task PrivateAsync(Message message, CancellationToken cancellationToken = default);

    [HandleIn("error_reply")]
    Task<Reply<Empty, Refused>> BeRefusedAsync(CancellationToken cancellationToken = default);

    [HandleIn("bare_reply")]
    Task BareReplyAsync(CancellationToken cancellationToken = default);

    [HandleIn("bare_error")]
    Task BareErrorAsync(CancellationToken cancellationToken = default);

    [HandleIn("custom_reply")]
    Task<Message> CustomReplyAsync(Message message, CancellationToken cancellationToken = default);

    [HandleIn("noreply")]
    Task ForgetAnswerAsync(CancellationToken cancellationToken = default);

    [HandleIn]
    Task<Message> EchoAsync(Message message, CancellationToken cancellationToken = default);

    [HandleIn]
    Task<Slept> SlowAsync(Sleep request, CancellationToken cancellationToken = default);

    [HandleIn("async")]
    Task<Answered> AnswerLaterAsync(Message message, CancellationToken cancellationToken = default);

    [HandleIn("join_ref")]
    Task<Identity> WhoAmIAsync(CancellationToken cancellationToken = default);

    [HandleIn]
    Task CrashAsync(CancellationToken cancellationToken = default);

    [HandleIn]
    Task ExitAsync(CancellationToken cancellationToken = default);

    [HandleIn]
    Task ThrowAsync(CancellationToken cancellationToken = default);

    [HandleIn]
    Task BadReturnAsync(CancellationToken cancellationToken = default);

    [HandleIn("unknown_to_the_server")]
    Task PushUnknownEventAsync(CancellationToken cancellationToken = default);

    [HandleIn]
    Task<Farewell> StopAsync(CancellationToken cancellationToken = default);

    [HandleIn("stop_noreply")]
    Task StopWithoutReplyAsync(CancellationToken cancellationToken = default);

    [HandleIn]
    Task StopShutdownAsync(CancellationToken cancellationToken = default);

    [HandleIn]
    Task<Farewell> StopBoomAsync(CancellationToken cancellationToken = default);

    [HandleIn]
    Task StopLaterAsync(CancellationToken cancellationToken = default);

    [HandleIn("bin")]
    Task<ReadOnlyMemory<byte>> EchoBytesAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default);

    [HandleIn("bin_error")]
    Task<ReadOnlyMemory<byte>> RefuseBytesAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default);

    [HandleIn("bin_len")]
    Task<ByteCount> CountBytesAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default);

    [HandleIn("push_bin", NoReply = true)]
    Task PushBytesAsync(CancellationToken cancellationToken = default);

    [HandleIn("broadcast_bin")]
    Task BroadcastBytesAsync(CancellationToken cancellationToken = default);

    [HandleIn("disconnect", NoReply = true)]
    Task DisconnectEverywhereAsync(CancellationToken cancellationToken = default);

    [HandleIn]
    Task EndpointBroadcastAsync(OutsideBroadcast request, CancellationToken cancellationToken = default);
}
