namespace Channels.Typed.Tests.Shared.RecordedApplication;

/// <summary>The bench channel on a topic without a variable part.</summary>
[Channel("exact", JsonContext = typeof(RecordedJson))]
public partial interface IExactChannel : IChannel<IBenchEvents>
{
    [Join]
    Task JoinAsync(CancellationToken cancellationToken = default);

    [HandleIn]
    Task<Message> EchoAsync(Message message, CancellationToken cancellationToken = default);
}
