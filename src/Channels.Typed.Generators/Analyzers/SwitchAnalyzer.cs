using System.Collections.Immutable;
using Channels.Typed.Generators.Diagnostics;
using Channels.Typed.Generators.Reading;
using Channels.Typed.Generators.Switches;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Channels.Typed.Generators.Analyzers;

/// <summary>Reports the cases of an outcome that a switch does not handle, as the compiler would if C# had unions.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SwitchAnalyzer : DiagnosticAnalyzer
{
    /// <summary>The diagnostic property with the patterns of the missing cases, one per line. The code fix reads it.</summary>
    private const string Patterns = "Patterns";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        ImmutableArray.Create(Descriptors.OutcomeIsNotHandled);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(KnownTypeNames.ChannelAttribute) is not null)
            {
                var outcomes = new ContractOutcomes(start.Compilation);
                start.RegisterOperationAction(
                    operation => Analyze(operation, outcomes), OperationKind.Switch, OperationKind.SwitchExpression);
            }
        });
    }

    private static void Analyze(OperationAnalysisContext context, ContractOutcomes outcomes)
    {
        if (OutcomeSwitch.Read(context.Operation, outcomes) is { Missing.Count: > 0 } found)
        {
            (SyntaxToken keyword, SyntaxToken brace) = context.Operation.Syntax switch
            {
                SwitchExpressionSyntax expression => (expression.SwitchKeyword, expression.OpenBraceToken),
                SwitchStatementSyntax statement => (statement.SwitchKeyword, statement.OpenBraceToken),
                SyntaxNode other => (other.GetFirstToken(), other.GetLastToken()),
            };
            string[] names = [.. found.Missing.Select(@case => $"'{@case.Name}'")];
            string missing = names.Length == 1
                ? names[0]
                : $"{string.Join(", ", names.Take(names.Length - 1))} and {names[names.Length - 1]}";
            var writer = new PatternWriter(context.Operation.SemanticModel!, brace.SpanStart); // Never null in an analyzer.
            ImmutableDictionary<string, string?> forTheFix = ImmutableDictionary<string, string?>.Empty
                .Add(Patterns, string.Join("\n", found.Missing.Select(@case => @case.Pattern(writer))));
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.OutcomeIsNotHandled, keyword.GetLocation(), forTheFix, missing));
        }
    }
}
