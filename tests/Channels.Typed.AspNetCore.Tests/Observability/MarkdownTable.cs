namespace Channels.Typed.AspNetCore.Tests.Observability;

/// <summary>A table of docs/observability.md.</summary>
internal static class MarkdownTable
{
    /// <summary>Reads the rows of the table whose first column has this heading.</summary>
    public static string[][] Read(string firstHeading)
    {
        string page = Path.Combine(Repository.Root, "docs", "observability.md");
        return
        [
            .. File.ReadLines(page)
                .SkipWhile(line => !line.StartsWith($"| {firstHeading} |", StringComparison.Ordinal))
                .Skip(2)
                .TakeWhile(line => line.StartsWith('|'))
                .Select(line => line.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries)),
        ];
    }
}
