using System.Globalization;
using System.Text.RegularExpressions;

namespace Channels.Typed.RepositoryTests;

/// <summary>docs/protocol-cases.md has the cases that tests, comments and docs/compatibility.md name by number.</summary>
public sealed partial class ProtocolCasesTests
{
    // Tests named 160 cases and comments 33 when this was written. Far fewer mean that they are not found any more.
    private const int FewestTests = 100;
    private const int FewestComments = 15;

    private static readonly ProtocolCase[] Cases = [.. ProtocolCase.ReadAll(ProtocolCase.Page)];

    [Fact]
    public void Page_HasEachCaseOnce() => Assert.Equal(Enumerable.Range(1, ProtocolCase.Count), Cases.Select(row => row.Number));

    [Fact]
    public void Page_SaysForEachCaseWhatHappensAndHowThatIsKnown() => Assert.All(
        new MarkdownPage(ProtocolCase.Page).Lines.Where(line => Numbered().IsMatch(line)), line => Assert.Matches(CompleteRow(), line));

    [Fact]
    public void Compatibility_HasTheSameCasesInTheSameSections() => Assert.Equal(Cases, ProtocolCase.ReadAll("docs/compatibility.md"));

    [Fact]
    public void EveryTestThatIsNamedAfterACase_FindsIt() => Find(TestName(), FewestTests);

    [Fact]
    public void EveryCommentThatNamesACase_FindsIt() => Find(Comment(), FewestComments);

    private static void Find(Regex name, int fewest)
    {
        HashSet<int> numbers = [.. Cases.Select(row => row.Number)];
        (string File, string Name, int Number)[] found =
        [
            .. from path in RepositoryFiles.WithExtension(".cs")
               from match in name.Matches(File.ReadAllText(path))
               from number in match.Groups["number"].Captures
               select (RepositoryFiles.Name(path), match.Value, int.Parse(number.Value, CultureInfo.InvariantCulture)),
        ];

        Assert.True(found.Length >= fewest, $"Only {found.Length} were found.");
        (string, string, int)[] unknown = [.. found.Where(place => !numbers.Contains(place.Number))];
        Assert.Empty(unknown);
    }

    [GeneratedRegex(@"^\| \d+ \|")]
    private static partial Regex Numbered();

    [GeneratedRegex(@"^\| \d+ \| [^|]+ \| [^|]+ \| (L|T|S|L T|L S|T S|L 12/12) \|$")]
    private static partial Regex CompleteRow();

    // Case052_Case053_JoinWithout… and Row216And217_… are about two cases each.
    [GeneratedRegex(@"\b(?:void|Task) (?:(?:Case|Row)(?<number>\d{3})(?:And(?<number>\d{3}))?_)+\w*\(")]
    private static partial Regex TestName();

    [GeneratedRegex(@"\bCatalogue (?:rows? )?(?<number>\d{1,3})(?:(?:,| and| to|, and) (?<number>\d{1,3}))*")]
    private static partial Regex Comment();
}
