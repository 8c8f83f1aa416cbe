namespace Channels.Typed.InteropClient.Contracts;

/// <summary>The bench again, on a topic without a variable part.</summary>
[Channel("exact", JsonContext = typeof(InteropJson))]
public partial interface IExactChannel : IChannel<IBenchEvents>
{
    [Join]
    Task JoinAsync(CancellationToken cancellationToken = default);

    [HandleIn]
    Task<Message> EchoAsync(Message message, CancellationToken cancellationToken = default);
}
