namespace Channels.Typed.Tests.Shared;

/// <summary>Reads tables of Markdown pages of this repository, so that tests can compare them with the code.</summary>
internal static class MarkdownTable
{
    /// <summary>Reads the rows of the table whose first column has this heading.</summary>
    public static string[][] Read(string page, string firstHeading) =>
        Rows(Lines(page).SkipWhile(line => !line.StartsWith($"| {firstHeading} |", StringComparison.Ordinal)));

    /// <summary>Reads the rows of the first table below a heading of the page; none if there is no such table.</summary>
    public static string[][] ReadBelow(string page, string heading) =>
        Rows(Lines(page)
            .SkipWhile(line => line != heading)
            .Skip(1)
            .TakeWhile(line => !line.StartsWith('#'))
            .SkipWhile(line => !line.StartsWith('|')));

    private static IEnumerable<string> Lines(string page) => File.ReadLines(Path.Combine([Repository.Root, .. page.Split('/')]));

    private static string[][] Rows(IEnumerable<string> lines) =>
    [
        .. lines.Skip(2)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries)),
    ];
}
