namespace Channels.Typed.Tests.Shared.RecordedApplication;

/// <summary>A channel that the server does not have.</summary>
[Channel("nowhere:{name}", JsonContext = typeof(RecordedJson))]
public partial interface INowhereChannel : IChannel<IBenchEvents>
{
    [Join]
    Task JoinAsync(CancellationToken cancellationToken = default);
}
