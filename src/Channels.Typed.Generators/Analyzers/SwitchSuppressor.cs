using System.Collections.Immutable;
using Channels.Typed.Generators.Switches;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Channels.Typed.Generators.Analyzers;

/// <summary>Silences those who ask for a discard in a switch that handles every case of an outcome, which they cannot know.</summary>
/// <remarks>The discard would hide the case that is added to the contract next.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SwitchSuppressor : DiagnosticSuppressor
{
    /// <summary>The compiler's warnings of expressions (for any value, an unnamed value of an enum, and both where an arm has a guard), and the editor's suggestions.</summary>
    private static readonly string[] Suppressed = ["CS8509", "CS8524", "CS8846", "IDE0010", "IDE0072"];

    /// <inheritdoc/>
    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions { get; } =
        Suppressed.Select(static id => new SuppressionDescriptor("CHTS" + id, id, "The switch handles every case of the outcome.")).ToImmutableArray();

    /// <inheritdoc/>
    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        var outcomes = new ContractOutcomes(context.Compilation);
        foreach (Diagnostic diagnostic in context.ReportedDiagnostics)
        {
            if (diagnostic.Location.SourceTree is not { } tree)
            {
                continue;
            }

            SyntaxNode? node = tree.GetRoot(context.CancellationToken).FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true)
                .FirstAncestorOrSelf<SyntaxNode>(static node => node is SwitchExpressionSyntax or SwitchStatementSyntax);
            IOperation? operation = node is null ? null : context.GetSemanticModel(tree).GetOperation(node, context.CancellationToken);
            if (operation is not null && OutcomeSwitch.Read(operation, outcomes) is { IsComplete: true })
            {
                context.ReportSuppression(Suppression.Create(SupportedSuppressions.First(descriptor => descriptor.SuppressedDiagnosticId == diagnostic.Id), diagnostic));
            }
        }
    }
}
