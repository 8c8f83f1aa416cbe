namespace Channels.Typed.RepositoryTests;

/// <summary>The folders of one project from top to bottom: a file may use types of its own folder and of the folders below it.</summary>
internal sealed class FolderOrder(string project, IReadOnlyList<string> topToBottom)
{
    /// <summary>The name of the project's own folder in a list.</summary>
    public const string ProjectFolder = "(root)";

    private const string Page = "docs/architecture.md";

    public string Project { get; } = project;

    public IReadOnlyList<string> TopToBottom { get; } = topToBottom;

    /// <summary>Reads the table below <c>### Folders of …</c> in docs/architecture.md.</summary>
    public static FolderOrder Of(string project) =>
        new(project, [.. MarkdownTable.ReadBelow(Page, $"### Folders of {project}").Select(row => row[0].Trim('`'))]);

    /// <summary>
    /// The listed folder of a file, by its path in the repository: the longest one that is a prefix of the path. Null for a file of another
    /// project and for a folder that is not listed.
    /// </summary>
    public string? FolderOf(string path)
    {
        string prefix = $"src/{Project}/";
        if (!path.StartsWith(prefix, StringComparison.Ordinal))
        {
            return null;
        }

        string file = path[prefix.Length..];
        return file.Contains('/')
            ? TopToBottom.Where(folder => file.StartsWith(folder + "/", StringComparison.Ordinal)).MaxBy(folder => folder.Length)
            : TopToBottom.FirstOrDefault(folder => folder == ProjectFolder);
    }

    public bool IsAbove(string folder, string other) => Position(folder) < Position(other);

    private int Position(string folder) => TopToBottom.TakeWhile(listed => listed != folder).Count();
}
