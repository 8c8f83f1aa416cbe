namespace Channels.Typed.Interop.Tests.Application;

/// <summary>A conversation of the files in <c>Application/Conversations</c>. The README there explains their format.</summary>
/// <param name="Name">The name, which is unique in its group.</param>
/// <param name="Lines">The lines, each of which is one step of a client.</param>
internal sealed record Conversation(string Name, IReadOnlyList<string> Lines)
{
    private const string Heading = "# ";

    private static readonly string Folder = Path.Combine(
        Repository.Root, "tests", "Channels.Typed.Interop.Tests", "Application", "Conversations");

    /// <summary>The conversations of one file.</summary>
    public static IReadOnlyDictionary<string, Conversation> Read(string file) =>
        Parse(File.ReadLines(Path.Combine(Folder, file))).ToDictionary(conversation => conversation.Name);

    /// <summary>The conversations of all files except these.</summary>
    public static IReadOnlyDictionary<string, Conversation> ReadAllExcept(params string[] files) => Directory
        .EnumerateFiles(Folder, "*.txt")
        .Where(path => !files.Contains(Path.GetFileName(path)))
        .Order(StringComparer.Ordinal)
        .SelectMany(path => Parse(File.ReadLines(path)))
        .ToDictionary(conversation => conversation.Name);

    private static IEnumerable<Conversation> Parse(IEnumerable<string> lines)
    {
        string? name = null;
        List<string> steps = [];
        foreach (string line in lines.Where(line => line.Length > 0))
        {
            if (!line.StartsWith(Heading, StringComparison.Ordinal))
            {
                steps.Add(line);
                continue;
            }

            if (name is not null)
            {
                yield return new Conversation(name, steps);
            }

            name = line[Heading.Length..];
            steps = [];
        }

        Assert.NotNull(name);
        yield return new Conversation(name, steps);
    }
}
