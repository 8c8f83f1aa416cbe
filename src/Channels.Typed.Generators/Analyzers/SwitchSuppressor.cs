using System.Collections.Immutable;
using Channels.Typed.Generators.Switches;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Channels.Typed.Generators.Analyzers;

/// <summary>Suppresses the warnings that ask for a discard in a switch that handles every case of an outcome.</summary>
/// <remarks>With a discard, CHT0401 could not report a case that is added to the contract later.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SwitchSuppressor : DiagnosticSuppressor
{
    /// <summary>
    /// The compiler's warnings for switch expressions (CS8509 for any value, CS8524 for an unnamed enum value, CS8846 for both if an arm
    /// has a guard), and the editor's suggestions.
    /// </summary>
    private static readonly string[] Suppressed = ["CS8509", "CS8524", "CS8846", "IDE0010", "IDE0072"];

    /// <inheritdoc/>
    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions { get; } = Suppressed
        .Select(static id => new SuppressionDescriptor("CHTS" + id, id, "The switch handles every case of the outcome."))
        .ToImmutableArray();

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

            SyntaxNode? node = tree.GetRoot(context.CancellationToken)
                .FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true)
                .FirstAncestorOrSelf<SyntaxNode>(static node => node is SwitchExpressionSyntax or SwitchStatementSyntax);
            IOperation? operation = node is null ? null : context.GetSemanticModel(tree).GetOperation(node, context.CancellationToken);
            if (operation is not null && OutcomeSwitch.Read(operation, outcomes) is { IsComplete: true })
            {
                SuppressionDescriptor descriptor = SupportedSuppressions.First(item => item.SuppressedDiagnosticId == diagnostic.Id);
                context.ReportSuppression(Suppression.Create(descriptor, diagnostic));
            }
        }
    }
}
