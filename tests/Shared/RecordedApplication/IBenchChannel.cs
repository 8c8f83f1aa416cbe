namespace Channels.Typed.InteropClient.Contracts;

/// <summary>The channel that gives back what it gets.</summary>
[Channel("bench:{name}", JsonContext = typeof(InteropJson))]
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
