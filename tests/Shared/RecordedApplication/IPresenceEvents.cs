namespace Channels.Typed.InteropClient.Contracts;

/// <summary>What the tracker sends.</summary>
public interface IPresenceEvents
{
    [HandleOut]
    ValueTask PresenceStateAsync(Dictionary<string, Present> state);

    [HandleOut]
    ValueTask PresenceDiffAsync(PresenceDiff diff);
}
