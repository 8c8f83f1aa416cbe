namespace Channels.Typed.Tests.Shared;

/// <summary>Reads tables of Markdown pages of this repository, so that tests can compare them with the code.</summary>
internal static class MarkdownTable
{
    /// <summary>Where metrics, spans and log entries are documented.</summary>
    public const string Observability = "docs/observability.md";

    /// <summary>Reads the rows of the table whose first column has this heading.</summary>
    public static string[][] Read(string page, string firstHeading) =>
    [
        .. File.ReadLines(Path.Combine([Repository.Root, .. page.Split('/')]))
            .SkipWhile(line => !line.StartsWith($"| {firstHeading} |", StringComparison.Ordinal))
            .Skip(2)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries)),
    ];
}
