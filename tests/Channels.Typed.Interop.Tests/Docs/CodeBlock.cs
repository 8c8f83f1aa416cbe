using Channels.Typed.Interop.Tests.Fixture;

namespace Channels.Typed.Interop.Tests.Docs;

/// <summary>A block of C# on a page.</summary>
/// <param name="Place">The page and line.</param>
/// <param name="Code">The text between the fences.</param>
internal sealed record CodeBlock(string Place, string Code)
{
    private const string Opening = "```csharp";
    private const string Closing = "```";

    // The pages of diagnostics show code that does not compile.
    private static readonly string Diagnostics = Path.Combine(Repository.Root, "docs", "diagnostics") + Path.DirectorySeparatorChar;

    public static IReadOnlyList<CodeBlock> ReadAll()
    {
        IEnumerable<string> pages = Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Where(page => !page.StartsWith(Diagnostics, StringComparison.Ordinal))
            .Prepend(Path.Combine(Repository.Root, "README.md"));
        CodeBlock[] blocks = [.. pages.SelectMany(Read)];
        Assert.NotEmpty(blocks);
        return blocks;
    }

    private static IEnumerable<CodeBlock> Read(string page)
    {
        string[] lines = File.ReadAllLines(page);
        for (int start = 0; start < lines.Length; start++)
        {
            if (lines[start] != Opening)
            {
                continue;
            }

            int end = Array.IndexOf(lines, Closing, start);
            Assert.True(end > start, $"{page} line {start + 1} opens a block that is not closed.");
            yield return new CodeBlock(
                $"{Path.GetRelativePath(Repository.Root, page)} line {start + 1}", string.Join('\n', lines[(start + 1)..end]));
            start = end;
        }
    }
}
