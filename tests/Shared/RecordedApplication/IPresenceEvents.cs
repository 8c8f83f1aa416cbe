namespace Channels.Typed.Tests.Shared.RecordedApplication;

/// <summary>The events of presence.</summary>
public interface IPresenceEvents
{
    [HandleOut]
    ValueTask PresenceStateAsync(Dictionary<string, Present> state);

    [HandleOut]
    ValueTask PresenceDiffAsync(PresenceDiff diff);
}
