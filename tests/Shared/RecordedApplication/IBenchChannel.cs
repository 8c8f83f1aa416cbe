namespace Channels.Typed.Tests.Shared.RecordedApplication;

/// <summary>A channel that returns and broadcasts the payloads it receives.</summary>
[Channel("bench:{name}", JsonContext = typeof(RecordedJson))]
public partial interface IBenchChannel : IChannel<IBenchEvents>
{
    [Join]
    Task JoinAsync(CancellationToken cancellationToken = default);

    [HandleIn]
    Task<Message> EchoAsync(Message message, CancellationToken cancellationToken = default);

    [HandleIn(NoReply = true)]
    Task ShoutAsync(Message message, CancellationToken cancellationToken = default);

    [HandleIn(NoReply = true)]
    Task ShoutFromAsync(Message message, CancellationToken cancellationToken = default);

    [HandleIn(NoReply = true)]
    Task CastAsync(Message message, CancellationToken cancellationToken = default);
}
