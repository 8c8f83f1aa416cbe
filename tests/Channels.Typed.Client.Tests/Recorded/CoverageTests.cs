using System.Reflection;
using Channels.Typed.Client.Tests.Recorded.Player;

namespace Channels.Typed.Client.Tests.Recorded;

public sealed class CoverageTests
{
    private static readonly HashSet<string> Played =
    [
        .. typeof(CoverageTests).Assembly.GetTypes()
            .SelectMany(static type => type.GetMethods())
            .SelectMany(static method => method.GetCustomAttributes<PlaysAttribute>())
            .Select(static plays => plays.Recording),
    ];

    [Fact]
    public void EveryRecording_IsPlayedOrListedAsNotPlayed()
    {
        string[] notPlayed = [.. NotPlayed.Table.Where(static entry => entry.Parts.Length == 0).Select(static entry => entry.Recording)];

        Assert.Empty(Played.Intersect(notPlayed));
        Assert.Equal(Recording.Names, Played.Concat(notPlayed).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void EveryEntryOfNotPlayed_MatchesARecording()
    {
        foreach (NotPlayed entry in NotPlayed.Table)
        {
            Assert.NotEmpty(entry.Why);
            Assert.Contains(entry.Recording, Recording.Names);
            IReadOnlyList<RecordedLine> lines = Recording.Read(entry.Recording);
            Assert.All(entry.Parts, part =>
                Assert.Contains(lines, line => (line.Kind == "note" || line.IsClient) && NotPlayed.Begins(part, line.Data)));
        }
    }

    [Fact]
    public void EveryPlayedRecording_StillHasFramesOfTheClient()
    {
        Assert.All(Played, static name => Assert.Contains(Recording.Load(name).Lines, static line => line.IsClient));
    }
}
