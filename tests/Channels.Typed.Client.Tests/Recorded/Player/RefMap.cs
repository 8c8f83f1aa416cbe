namespace Channels.Typed.Client.Tests.Recorded.Player;

/// <summary>Which ref of our client stands for which of the recorded one, on one connection. Both count as they like, but consistently.</summary>
internal sealed class RefMap
{
    private readonly Dictionary<string, string> _ours = [];
    private readonly Dictionary<string, string> _recorded = [];

    /// <summary>What our client sent in the place of a recorded ref.</summary>
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

    /// <summary>What the server sends in the place of a recorded ref.</summary>
    public string? ToOurs(string? recorded) => recorded is null ? null : _ours[recorded];
}
