using System.Text.RegularExpressions;

namespace Channels.Typed.RepositoryTests;

/// <summary>docs/protocol.md has every section that comments and pages quote.</summary>
public sealed partial class ProtocolPageTests
{
    private const string Page = "docs/protocol.md";

    // There were 47 quotes when this test was written. Far fewer mean that it does not find them any more.
    private const int FewestQuotes = 30;

    [Fact]
    public void EveryQuotedSection_IsAHeadingOfThePage()
    {
        IReadOnlyList<string> headings = new MarkdownPage(Page).Headings;
        ProtocolQuote[] quotes =
        [
            .. RepositoryFiles.WithExtension(".cs", ".md", ".props", ".targets", ".sh", ".mjs", ".js")
                .SelectMany(path => ProtocolQuote.Find(RepositoryFiles.Name(path), File.ReadAllText(path))),
        ];

        Assert.True(quotes.Length >= FewestQuotes, $"Only {quotes.Length} quotes were found.");
        ProtocolQuote[] broken = [.. quotes.Where(quote => !headings.Contains(quote.Heading))];
        Assert.Empty(broken);
    }

    [Theory]
    [InlineData("(protocol section \"One\")", "One")]
    [InlineData("Protocol section \"One\" says why.", "One")]
    [InlineData("protocol sections \"One\" and \"Two\"", "One,Two")]
    [InlineData("protocol sections \"One\", \"Two\", and \"Three\"", "One,Two,Three")]
    [InlineData("// the protocol\n        // section \"One\"", "One")]
    [InlineData("/// protocol section \"One\n    /// Two\"", "One Two")]
    [InlineData("# protocol section\r\n# \"One\"", "One")]
    [InlineData("protocol section \"…\"", "")]
    [InlineData("the section \"One\"", "")]
    public void Quote_IsFoundInEachSpelling(string text, string headings) =>
        Assert.Equal(headings, string.Join(',', ProtocolQuote.Find("a.cs", text).Select(quote => quote.Heading)));

    [Fact]
    public void EveryHeading_IsThereOnce() => Assert.Distinct(new MarkdownPage(Page).Headings);

    [Fact]
    public void EveryLinkToAHeading_Exists()
    {
        string[] names = [Page, ProtocolCase.Page];
        Dictionary<string, MarkdownPage> pages = names.ToDictionary(name => name, name => new MarkdownPage(name));
        (string From, string Link)[] broken =
        [
            .. from path in RepositoryFiles.WithExtension(".md")
               from link in Link().Matches(File.ReadAllText(path))
               let target = link.Groups["page"].Value is { Length: > 0 } page ? Path.GetFullPath(page, Path.GetDirectoryName(path)!) : path
               where pages.TryGetValue(RepositoryFiles.Name(target), out MarkdownPage? linked)
                   && !linked.Anchors.Contains(link.Groups["anchor"].Value)
               select (RepositoryFiles.Name(path), link.Value),
        ];

        Assert.Empty(broken);
    }

    [GeneratedRegex(@"\]\((?<page>[^)#:]*)#(?<anchor>[^)]+)\)")]
    private static partial Regex Link();
}
