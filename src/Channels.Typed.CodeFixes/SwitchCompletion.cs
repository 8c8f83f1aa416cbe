using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace Channels.Typed.CodeFixes;

/// <summary>
/// Adds cases after the existing cases of a switch, each on its own line. The existing code is formatted only if it is on one line.
/// </summary>
internal static class SwitchCompletion
{
    public static SwitchExpressionSyntax AddArms(SwitchExpressionSyntax expression, string[] patterns, string body)
    {
        // A comment after the last arm stays there, after the comma.
        SyntaxNodeOrTokenList arms = expression.Arms.GetWithSeparators();
        if (arms.LastOrDefault() is { IsNode: true } last)
        {
            arms = arms.Replace(last, last.WithTrailingTrivia()).Add(Comma().WithTrailingTrivia(last.GetTrailingTrivia()));
        }

        bool isOnOneLine = !EndsLine(expression.OpenBraceToken);
        if (isOnOneLine)
        {
            arms = SyntaxFactory.NodeOrTokenList(arms.Select(item => item.IsToken ? EndLine(item.AsToken()) : item));
        }

        foreach (string pattern in patterns)
        {
            arms = arms.Add(Arm(pattern, body)).Add(EndLine(Comma()));
        }

        SwitchExpressionSyntax complete = expression.WithArms(SyntaxFactory.SeparatedList<SwitchExpressionArmSyntax>(arms));
        return isOnOneLine
            ? complete
                .WithSwitchKeyword(EndLine(complete.SwitchKeyword))
                .WithOpenBraceToken(EndLine(complete.OpenBraceToken))
                .WithAdditionalAnnotations(Formatter.Annotation)
            : complete;
    }

    public static SwitchStatementSyntax AddSections(SwitchStatementSyntax statement, string[] patterns, string body)
    {
        bool isOnOneLine = !EndsLine(statement.OpenBraceToken);
        IEnumerable<SwitchSectionSyntax> sections = isOnOneLine
            ? statement.Sections.Select(section => section.ReplaceToken(section.GetLastToken(), EndLine(section.GetLastToken())))
            : statement.Sections;
        sections = sections.Concat(patterns.Select(pattern => Section(pattern, body)));
        SwitchStatementSyntax complete = statement.WithSections(SyntaxFactory.List(sections));
        return isOnOneLine
            ? complete
                .WithCloseParenToken(EndLine(complete.CloseParenToken))
                .WithOpenBraceToken(EndLine(complete.OpenBraceToken))
                .WithAdditionalAnnotations(Formatter.Annotation)
            : complete;
    }

    private static SwitchExpressionArmSyntax Arm(string pattern, string body) =>
        ((SwitchExpressionSyntax)SyntaxFactory.ParseExpression($"x switch {{ {pattern} => {body} }}"))
            .Arms[0].WithoutTrivia().WithAdditionalAnnotations(Formatter.Annotation);

    private static SwitchSectionSyntax Section(string pattern, string body) =>
        ((SwitchStatementSyntax)SyntaxFactory.ParseStatement($"switch (x) {{ case {pattern}:\n{body}; }}"))
            .Sections[0].WithoutTrivia().WithTrailingTrivia(SyntaxFactory.ElasticLineFeed).WithAdditionalAnnotations(Formatter.Annotation);

    private static SyntaxToken Comma() => SyntaxFactory.Token(SyntaxKind.CommaToken);

    private static bool EndsLine(SyntaxToken token) => token.TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia);

    private static SyntaxToken EndLine(SyntaxToken token) => EndsLine(token)
        ? token
        : token.WithTrailingTrivia(token.TrailingTrivia.Add(SyntaxFactory.ElasticLineFeed));
}
