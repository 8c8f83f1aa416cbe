using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace Channels.Typed.CodeFixes;

/// <summary>
/// Adds the arms or sections that CHT0401 reports as missing. Each throws <c>NotImplementedException</c> until it is written.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class SwitchFix : CodeFixProvider
{
    /// <summary>The diagnostic property with the patterns of the missing cases, one per line.</summary>
    private const string Patterns = "Patterns";

    private const string Title = "Add the missing cases";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create("CHT0401");

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => FixAllProvider.Create(
        static async (context, document, diagnostics) =>
            await FixAsync(document, diagnostics, context.CancellationToken).ConfigureAwait(false));

    /// <inheritdoc/>
    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        context.RegisterCodeFix(
            CodeAction.Create(
                Title, cancellationToken => FixAsync(context.Document, context.Diagnostics, cancellationToken), equivalenceKey: Title),
            context.Diagnostics);
        return Task.CompletedTask;
    }

    private static async Task<Document> FixAsync(
        Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        if (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model)
        {
            return document;
        }

        SyntaxNode root = await model.SyntaxTree.GetRootAsync(cancellationToken).ConfigureAwait(false);
        var missing = new Dictionary<SyntaxNode, string>();
        foreach (Diagnostic diagnostic in diagnostics)
        {
            if (root.FindToken(diagnostic.Location.SourceSpan.Start).Parent is { } node && diagnostic.Properties[Patterns] is { } patterns)
            {
                missing[node] = patterns;
            }
        }

        // One switch may contain another. 'current' then contains the inner switch after its completion.
        SyntaxNode completed = root.ReplaceNodes(
            missing.Keys, (original, current) => Complete(current, missing[original].Split('\n'), Throw(model, original.SpanStart)));
        return await Formatter.FormatAsync(
            document.WithSyntaxRoot(completed), Formatter.Annotation, cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    private static SyntaxNode Complete(SyntaxNode node, string[] patterns, string @throw) => node switch
    {
        SwitchExpressionSyntax expression => SwitchCompletion.AddArms(expression, patterns, @throw),
        SwitchStatementSyntax statement => SwitchCompletion.AddSections(statement, patterns, @throw),
        _ => node,
    };

    private static string Throw(SemanticModel model, int position)
    {
        const string Exception = "System.NotImplementedException";
        return $"throw new {model.Compilation.GetTypeByMetadataName(Exception)?.ToMinimalDisplayString(model, position) ?? Exception}()";
    }
}
