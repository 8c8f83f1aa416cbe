namespace Channels.Typed.Client.Tests.Recorded.Player;

/// <summary>
/// Maps the refs of the recorded client to those of our client, for one connection. Their numbers may differ, but each ref must have
/// exactly one counterpart.
/// </summary>
internal sealed class RefMap
{
    private readonly Dictionary<string, string> _ours = [];
    private readonly Dictionary<string, string> _recorded = [];

    /// <summary>Adds or checks the ref that our client sent for a recorded ref.</summary>
    public void Match(string? recorded, string? ours)
    {
        Assert.Equal(recorded is null, ours is null);
        if (recorded is null || ours is null)
        {
            return;
        }

        if (_ours.TryGetValue(recorded, out string? known) || _recorded.ContainsKey(ours))
        {
            Assert.Equal(known, ours);
            return;
        }

        _ours.Add(recorded, ours);
        _recorded.Add(ours, recorded);
    }

    /// <summary>Returns the ref of our client for a recorded ref.</summary>
    public string? ToOurs(string? recorded) => recorded is null ? null : _ours[recorded];
}
