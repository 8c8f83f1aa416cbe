using System.Text.RegularExpressions;

namespace Channels.Typed.RepositoryTests;

/// <summary>
/// Finds the lines of Markdown prose that are too long. Tables, fenced code and headings are not prose. A line of one word, one link or one
/// piece of code cannot be broken, so it may be longer.
/// </summary>
internal static partial class MarkdownLines
{
    /// <summary>The numbers of the lines that are too long, counted from 1.</summary>
    public static IEnumerable<int> TooLong(IEnumerable<string> lines, int maximum)
    {
        string? fence = null;
        int number = 0;
        foreach (string line in lines)
        {
            number++;
            string content = line.TrimStart();
            if (fence is not null)
            {
                fence = content.StartsWith(fence, StringComparison.Ordinal) ? null : fence;
            }
            else if (Fence().Match(content) is { Success: true } start)
            {
                fence = start.Value;
            }
            else if (line.Length > maximum && !content.StartsWith('|') && !content.StartsWith('#') && CanBeBroken(content))
            {
                yield return number;
            }
        }
    }

    private static bool CanBeBroken(string content) => Unbreakable().Replace(Marker().Replace(content, ""), "x").Contains(' ');

    [GeneratedRegex("^(```+|~~~+)")]
    private static partial Regex Fence();

    /// <summary>What stands before the first word: quotes, bullets, numbers, and the label of a link's definition.</summary>
    [GeneratedRegex(@"^((>|-|\*|\d+\.|\[[^\]]+\]:)\s+)+")]
    private static partial Regex Marker();

    [GeneratedRegex(@"!?\[[^\]]*\]\([^)]*\)|`[^`]*`")]
    private static partial Regex Unbreakable();
}
