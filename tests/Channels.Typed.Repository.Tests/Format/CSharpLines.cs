using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Channels.Typed.RepositoryTests;

/// <summary>
/// Finds the lines of C# that are too long. A line may be longer if a string literal takes more than <see cref="LongLiteral"/> columns of
/// it, or if it is content of a multi-line string.
/// </summary>
internal static class CSharpLines
{
    public const int LongLiteral = 100;

    /// <summary>The numbers of the lines that are too long, counted from 1.</summary>
    public static IEnumerable<int> TooLong(string text, int maximum)
    {
        SourceText source = SourceText.From(text);
        int[] longLines = [.. source.Lines.Where(line => line.Span.Length > maximum).Select(line => line.LineNumber)];
        if (longLines.Length == 0)
        {
            return [];
        }

        SyntaxNode root = CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.Preview)).GetRoot();
        HashSet<int> exempt = [.. root.DescendantNodes().Where(IsString).SelectMany(literal => ExemptLines(literal, source))];
        return longLines.Where(line => !exempt.Contains(line)).Select(line => line + 1);
    }

    private static bool IsString(SyntaxNode node) => node is InterpolatedStringExpressionSyntax
        || node.IsKind(SyntaxKind.StringLiteralExpression)
        || node.IsKind(SyntaxKind.Utf8StringLiteralExpression);

    private static IEnumerable<int> ExemptLines(SyntaxNode literal, SourceText source)
    {
        LinePositionSpan span = source.Lines.GetLinePositionSpan(literal.Span);
        for (int number = span.Start.Line; number <= span.End.Line; number++)
        {
            TextSpan? part = source.Lines[number].Span.Intersection(literal.Span);
            bool isContent = number > span.Start.Line && number < span.End.Line;
            if (isContent || part?.Length > LongLiteral)
            {
                yield return number;
            }
        }
    }
}
