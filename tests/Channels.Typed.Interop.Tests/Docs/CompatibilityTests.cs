using System.Reflection;
using System.Text.RegularExpressions;
using Channels.Typed.Interop.Tests.Fixture;

namespace Channels.Typed.Interop.Tests.Docs;

/// <summary>docs/compatibility.md has every case once, and what it says is shown by what it names.</summary>
public sealed partial class CompatibilityTests
{
    private const int Cases = 267;

    private static readonly (int First, int Last, string Here, string[] ShownBy)[] Rows = [.. ReadRows()];

    [Fact]
    public void EveryCase_HasARow() => Assert.Equal(
        Enumerable.Range(1, Cases), Rows.SelectMany(row => Enumerable.Range(row.First, row.Last - row.First + 1)));

    [Fact]
    public void EveryRow_SaysWhatIsHereAndWhy() => Assert.All(Rows, row => Assert.Matches(Verdict(), row.Here));

    [Fact]
    public void WhatIsThere_NamesWhatShowsIt()
    {
        HashSet<string> known = [.. CatalogueCases(), .. OtherTests(), .. RecordingRun.Recordings.Keys];

        Assert.All(Rows, row =>
        {
            Assert.Equal(Unshown().IsMatch(row.Here), row.ShownBy.Length == 0);
            Assert.All(row.ShownBy, name => Assert.Contains(name, known));
        });
    }

    [Fact]
    public void WhatIsThere_IsNotShownBySkippedRecordingsOnly() => Assert.All(
        Rows.Where(row => row.ShownBy.Length > 0),
        row => Assert.Contains(row.ShownBy, name => RecordingRun.Recordings.GetValueOrDefault(name) is null));

    [Fact]
    public void EveryCatalogueCase_IsNamedByItsRow() => Assert.All(CatalogueCases(), name =>
        Assert.Contains(
            Rows, row => row.First <= int.Parse(name[4..], null) && row.Last >= int.Parse(name[4..], null) && row.ShownBy.Contains(name)));

    private static IEnumerable<(int First, int Last, string Here, string[] ShownBy)> ReadRows()
    {
        foreach (string line in File.ReadLines(Path.Combine(Repository.Root, "docs", "compatibility.md")))
        {
            if (RowOfCases().Match(line) is { Success: true, Groups: var groups })
            {
                int first = int.Parse(groups["first"].Value, null);
                int last = groups["last"].Success ? int.Parse(groups["last"].Value, null) : first;
                yield return (
                    first,
                    last,
                    groups["here"].Value.Trim(),
                    [.. Code().Matches(groups["by"].Value).Select(match => match.Groups[1].Value)]);
            }
        }
    }

    // "Case052_Case053_JoinWithout…" shows both.
    private static IEnumerable<string> CatalogueCases() => typeof(CompatibilityTests).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
        .SelectMany(method => method.Name.Split('_'))
        .Where(part => CaseNumber().IsMatch(part));

    private static IEnumerable<string> OtherTests() => Directory
        .EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories)
        .SelectMany(file => TestMethod().Matches(File.ReadAllText(file))
            .Select(match => Path.GetFileNameWithoutExtension(file) + "." + match.Groups[1].Value));

    [GeneratedRegex(@"^\| (?<first>\d+)(–(?<last>\d+))? \|[^|]*\|(?<here>[^|]*)\|(?<by>[^|]*)\|$")]
    private static partial Regex RowOfCases();

    [GeneratedRegex(@"^\*\*(not yet|not applicable)\*\*")]
    private static partial Regex Unshown();

    [GeneratedRegex(@"^\*\*(same|better|not yet|not applicable)\*\*($|[:,] .+)")]
    private static partial Regex Verdict();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"^Case\d{3}$")]
    private static partial Regex CaseNumber();

    [GeneratedRegex(@"\[(?:Fact|Theory)[^\n]*\n(?:\s*\[.*\n)*\s*public (?:async )?(?:Task|void) (\w+)\(")]
    private static partial Regex TestMethod();
}
