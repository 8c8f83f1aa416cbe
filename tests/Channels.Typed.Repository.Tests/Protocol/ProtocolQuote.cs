using System.Text.RegularExpressions;

namespace Channels.Typed.RepositoryTests;

/// <summary>A place where a comment or a page quotes a section of docs/protocol.md.</summary>
/// <param name="File">The file, relative to the root of the repository.</param>
/// <param name="Heading">The heading that is quoted.</param>
internal sealed partial record ProtocolQuote(string File, string Heading)
{
    private const string Placeholder = "…";

    /// <summary>Finds quotes of one or several sections, also if the comment continues on the next line.</summary>
    public static IEnumerable<ProtocolQuote> Find(string file, string text) =>
        from quote in Quote().Matches(LineBreak().Replace(text, " "))
        from heading in quote.Groups["heading"].Captures
        where heading.Value != Placeholder
        select new ProtocolQuote(file, heading.Value);

    // With the white space around it, and the marker of a comment or quotation that begins the next line.
    [GeneratedRegex(@"\s*\r?\n[ \t]*(?:///?|#|\*|>)?[ \t]*")]
    private static partial Regex LineBreak();

    [GeneratedRegex("""protocol sections? "(?<heading>[^"]+)"(?:(?:,| and|, and) "(?<heading>[^"]+)")*""", RegexOptions.IgnoreCase)]
    private static partial Regex Quote();
}
