using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;

namespace Channels.Typed.CodeFixes;

/// <summary>Adds the arms or sections that CHT0401 misses. Each throws, until somebody writes what it should do.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class SwitchFix : CodeFixProvider
{
    /// <summary>The property of the diagnostic that has the patterns of what is missing, one a line.</summary>
    private const string Patterns = "Patterns";

    private const string Title = "Add the missing cases";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create("CHT0401");

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (root is not null && diagnostic.Properties.TryGetValue(Patterns, out string? patterns) && patterns is not null)
            {
                context.RegisterCodeFix(
                    CodeAction.Create(Title, cancellationToken => FixAsync(context.Document, root, diagnostic, patterns.Split('\n'), cancellationToken), Title),
                    diagnostic);
            }
        }
    }

    private static async Task<Document> FixAsync(Document document, SyntaxNode root, Diagnostic diagnostic, string[] patterns, CancellationToken cancellationToken)
    {
        SyntaxNode node = root.FindToken(diagnostic.Location.SourceSpan.Start).Parent!; // A token of a tree has a parent.
        SyntaxNode complete = node switch
        {
            SwitchExpressionSyntax expression => AddArms(expression, patterns),
            SwitchStatementSyntax statement => statement.AddSections([.. patterns.Select(Section)]),
            _ => node,
        };
        Document completed = document.WithSyntaxRoot(root.ReplaceNode(node, complete.WithAdditionalAnnotations(Formatter.Annotation)));
        Document simplified = await Simplifier.ReduceAsync(completed, Simplifier.Annotation, cancellationToken: cancellationToken).ConfigureAwait(false);
        return await Formatter.FormatAsync(simplified, Formatter.Annotation, cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    // Comma by comma, so that a comment behind the last arm stays there.
    private static SwitchExpressionSyntax AddArms(SwitchExpressionSyntax expression, string[] patterns)
    {
        SyntaxNodeOrTokenList arms = expression.Arms.GetWithSeparators();
        if (arms.Count > 0 && arms.Last() is { IsNode: true } last)
        {
            arms = arms.Replace(last, last.WithTrailingTrivia()).Add(Comma().WithTrailingTrivia(last.GetTrailingTrivia()));
        }

        foreach (string pattern in patterns)
        {
            arms = arms.Add(Arm(pattern)).Add(Comma().WithTrailingTrivia(SyntaxFactory.ElasticLineFeed));
        }

        return expression.WithArms(SyntaxFactory.SeparatedList<SwitchExpressionArmSyntax>(arms));
    }

    private static SwitchExpressionArmSyntax Arm(string pattern) =>
        ((SwitchExpressionSyntax)SyntaxFactory.ParseExpression($"x switch {{ {pattern} => throw new global::System.NotImplementedException() }}"))
            .Arms[0].WithoutTrivia().WithAdditionalAnnotations(Simplifier.Annotation, Formatter.Annotation);

    private static SwitchSectionSyntax Section(string pattern) =>
        ((SwitchStatementSyntax)SyntaxFactory.ParseStatement($"switch (x) {{ case {pattern}: throw new global::System.NotImplementedException(); }}"))
            .Sections[0].WithoutTrivia().WithAdditionalAnnotations(Simplifier.Annotation, Formatter.Annotation);

    private static SyntaxToken Comma() => SyntaxFactory.Token(SyntaxKind.CommaToken);
}
