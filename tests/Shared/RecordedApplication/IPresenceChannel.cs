namespace Channels.Typed.Tests.Shared.RecordedApplication;

/// <summary>A channel with presence.</summary>
[Channel("presence:{name}", JsonContext = typeof(RecordedJson))]
public partial interface IPresenceChannel : IChannel<IPresenceEvents>
{
    [Join]
    Task JoinAsync(Tracked self, CancellationToken cancellationToken = default);

    [HandleIn]
    Task UpdateAsync(Tracked device, CancellationToken cancellationToken = default);

    [HandleIn]
    Task TrackAsync(Tracked further, CancellationToken cancellationToken = default);

    [HandleIn("track_again")]
    Task<TrackResult> TrackAgainAsync(CancellationToken cancellationToken = default);

    [HandleIn]
    Task UntrackAsync(CancellationToken cancellationToken = default);

    [HandleIn]
    Task<Dictionary<string, Present>> ListAsync(CancellationToken cancellationToken = default);

    [HandleIn]
    Task CrashAsync(CancellationToken cancellationToken = default);
}
