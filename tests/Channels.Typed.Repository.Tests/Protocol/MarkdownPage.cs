using System.Text.RegularExpressions;

namespace Channels.Typed.RepositoryTests;

/// <summary>The headings of a page, and the anchors that links to them name.</summary>
internal sealed partial class MarkdownPage
{
    public MarkdownPage(string name)
    {
        Lines = File.ReadAllLines(Path.Combine([Repository.Root, .. name.Split('/')]));
        Headings = [.. ReadHeadings(Lines)];
        Anchors = [.. Headings.Select(Anchor)];
    }

    public IReadOnlyList<string> Lines { get; }

    public IReadOnlyList<string> Headings { get; }

    public HashSet<string> Anchors { get; }

    // What GitHub makes of a heading: lower case, a hyphen for each space, and no other punctuation.
    private static string Anchor(string heading) => NotInAnchors().Replace(heading.ToLowerInvariant(), "").Replace(' ', '-');

    private static IEnumerable<string> ReadHeadings(IEnumerable<string> lines)
    {
        bool isCode = false;
        foreach (string line in lines)
        {
            isCode ^= line.StartsWith("```", StringComparison.Ordinal);
            if (!isCode && Heading().Match(line) is { Success: true } match)
            {
                yield return match.Groups[1].Value;
            }
        }
    }

    [GeneratedRegex("^#{1,6} (.+)$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchors();
}
