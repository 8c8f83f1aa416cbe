namespace Channels.Typed.InteropClient.Contracts;

/// <summary>A channel that the server does not have.</summary>
[Channel("nowhere:{name}", JsonContext = typeof(InteropJson))]
public partial interface INowhereChannel : IChannel<IBenchEvents>
{
    [Join]
    Task JoinAsync(CancellationToken cancellationToken = default);
}
