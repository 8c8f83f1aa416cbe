namespace Channels.Typed.RepositoryTests;

/// <summary>Lines are as long as <c>.editorconfig</c> allows. The formatter does not check this.</summary>
public sealed class FormatTests
{
    [Fact]
    public void CSharpLines_AreNotTooLong()
    {
        int maximum = EditorConfig.MaxLineLength("[*.cs]");
        IEnumerable<string> files = RepositoryFiles.WithExtension(".cs")
            .Where(path => !path.EndsWith(".verified.cs", StringComparison.Ordinal));

        AssertNone(files, path => CSharpLines.TooLong(File.ReadAllText(path), maximum), maximum);
    }

    [Fact]
    public void MarkdownProse_IsNotTooLong()
    {
        int maximum = EditorConfig.MaxLineLength("[*.md]");

        // The compiler reads the lists of analyzer releases, which have a form of their own.
        IEnumerable<string> files = RepositoryFiles.WithExtension(".md")
            .Where(path => !Path.GetFileName(path).StartsWith("AnalyzerReleases.", StringComparison.Ordinal));

        AssertNone(files, path => MarkdownLines.TooLong(File.ReadLines(path), maximum), maximum);
    }

    [Theory]
    [InlineData("int number = 1 + 2;", true)]
    [InlineData("// A comment of 27 columns.", true)]
    [InlineData("int a = 1;", false)]
    public void CSharp_LineBeyondTheMaximum_IsFound(string line, bool isTooLong) =>
        Assert.Equal(isTooLong ? [2] : [], CSharpLines.TooLong("\n" + line + "\n", maximum: 15));

    [Theory]
    [InlineData("\"{0}\"")]
    [InlineData("\"{0}\"u8")]
    [InlineData("$\"{0}\"")]
    [InlineData("$\"{{1}}{0}\"")]
    [InlineData("@\"{0}\"")]
    [InlineData("\"\"\"{0}\"\"\"")]
    public void CSharp_LongLiteral_IsExempt(string literal)
    {
        string over = string.Format(null, literal, new string('x', CSharpLines.LongLiteral));
        string under = string.Format(null, literal, new string('x', CSharpLines.LongLiteral / 2));

        Assert.Empty(CSharpLines.TooLong($"string text = {over};", maximum: 50));
        Assert.Equal([1], CSharpLines.TooLong($"string text = {under};", maximum: 50));
        Assert.Equal([1], CSharpLines.TooLong($"string text = {under} + {under};", maximum: 50));
    }

    [Theory]
    [InlineData("")]
    [InlineData("$")]
    public void CSharp_ContentOfARawString_IsExempt(string start)
    {
        const string LongCode = "var text = Call(Argument1, Argument2)";

        Assert.Empty(CSharpLines.TooLong($"_ = {start}\"\"\"\n    {LongCode}\n    \"\"\";", maximum: 20));
        Assert.Equal([1, 4], CSharpLines.TooLong($"{LongCode} + {start}\"\"\"\n    {LongCode}\n    \"\"\";\n{LongCode};", maximum: 20));
    }

    [Theory]
    [InlineData("Some words of prose", true)]
    [InlineData("- Some words of prose", true)]
    [InlineData("See [a page](page.md)", true)]
    [InlineData("Some words", false)]
    [InlineData("# A heading with words", false)]
    [InlineData("| A | row | of | a table |", false)]
    [InlineData("1. [a page with a name](page.md)", false)]
    [InlineData("> `a piece of code`", false)]
    [InlineData("[name]: https://example.com/", false)]
    [InlineData("https://example.com/page", false)]
    [InlineData("```\nint number = 1 + 2;\n```", false)]
    public void Markdown_LineBeyondTheMaximum_IsFound(string lines, bool isTooLong) =>
        Assert.Equal(isTooLong ? [1] : [], MarkdownLines.TooLong(lines.Split('\n'), maximum: 15));

    [Fact]
    public void Markdown_ProseAfterCode_IsFound() =>
        Assert.Equal([4], MarkdownLines.TooLong(["````", "```", "````", "Some words of prose"], maximum: 15));

    private static void AssertNone(IEnumerable<string> files, Func<string, IEnumerable<int>> tooLong, int maximum)
    {
        string[] paths = [.. files.Order(StringComparer.Ordinal)];
        string[] lines = [.. from path in paths from line in tooLong(path) select $"{RepositoryFiles.Name(path)}:{line}"];

        Assert.NotEmpty(paths);
        Assert.True(lines.Length == 0, $"{lines.Length} lines have more than {maximum} columns:\n" + string.Join('\n', lines));
    }
}
