using System.Globalization;

namespace Channels.Typed.RepositoryTests;

/// <summary>The settings of the repository's <c>.editorconfig</c> that tests check.</summary>
internal static class EditorConfig
{
    /// <summary>The value of <c>max_line_length</c> in one section, such as <c>[*.cs]</c>.</summary>
    public static int MaxLineLength(string section) => int.Parse(
        File.ReadLines(Path.Combine(Repository.Root, ".editorconfig"))
            .SkipWhile(line => line != section)
            .Skip(1)
            .TakeWhile(line => !line.StartsWith('['))
            .Select(line => line.Split('=', StringSplitOptions.TrimEntries))
            .Single(setting => setting[0] == "max_line_length")[1],
        CultureInfo.InvariantCulture);
}
