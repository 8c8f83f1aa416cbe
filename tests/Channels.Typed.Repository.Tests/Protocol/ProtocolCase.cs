using System.Globalization;
using System.Text.RegularExpressions;

namespace Channels.Typed.RepositoryTests;

/// <summary>A row of docs/protocol-cases.md or docs/compatibility.md, which is about one case or about several in a row.</summary>
/// <param name="Section">The heading above it.</param>
/// <param name="Number">The number of the case.</param>
internal sealed partial record ProtocolCase(string Section, int Number)
{
    public const string Page = "docs/protocol-cases.md";

    public const int Count = 267;

    public static IEnumerable<ProtocolCase> ReadAll(string page)
    {
        string section = "";
        foreach (string line in new MarkdownPage(page).Lines)
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                section = line[3..];
            }

            if (Row().Match(line) is { Success: true, Groups: var groups })
            {
                int first = int.Parse(groups["first"].Value, CultureInfo.InvariantCulture);
                int last = groups["last"].Success ? int.Parse(groups["last"].Value, CultureInfo.InvariantCulture) : first;
                for (int number = first; number <= last; number++)
                {
                    yield return new ProtocolCase(section, number);
                }
            }
        }
    }

    [GeneratedRegex(@"^\| (?<first>\d+)(–(?<last>\d+))? \| \S")]
    private static partial Regex Row();
}
