using Channels.Typed.Generators.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Channels.Typed.Generators.Analyzers;

/// <summary>Analyzes the types of a compilation, if the compilation references the attribute that marks the relevant types.</summary>
public abstract class TypeAnalyzer : DiagnosticAnalyzer
{
    private readonly string _attribute;

    private protected TypeAnalyzer(string attribute) => _attribute = attribute;

    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (start.Compilation.GetTypeByMetadataName(_attribute) is not null)
            {
                start.RegisterSymbolAction(context => Analyze(context, (INamedTypeSymbol)context.Symbol), SymbolKind.NamedType);
            }
        });
    }

    private protected abstract void Analyze(SymbolAnalysisContext context, INamedTypeSymbol type);

    private protected static void Report(SymbolAnalysisContext context, IEnumerable<Problem> problems)
    {
        foreach (Problem problem in problems)
        {
            context.ReportDiagnostic(problem.ToDiagnostic());
        }
    }
}
