using System.Collections.Immutable;
using Channels.Typed.Generators.Diagnostics;
using Channels.Typed.Generators.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Channels.Typed.Generators.Analyzers;

/// <summary>Tells what is wrong with a handler class: whatever <see cref="HandlerReader"/> and <see cref="RuleChecker"/> find.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HandlerAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(
        Descriptors.HandlerIsNotPartial,
        Descriptors.HandlerHasNoContract,
        Descriptors.HandlerCannotBeMade,
        Descriptors.RuleDoesNothing,
        Descriptors.RateLimitIsWrong,
        Descriptors.LanguageIsTooOld);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(KnownTypeNames.ChannelHandlerAttribute) is not null)
            {
                start.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
            }
        });
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.TypeKind != TypeKind.Class)
        {
            return;
        }

        foreach (Problem problem in RuleChecker.Check(type, context.CancellationToken))
        {
            context.ReportDiagnostic(problem.ToDiagnostic());
        }

        if (type.FindAttribute(KnownTypeNames.ChannelHandlerAttribute) is null)
        {
            return;
        }

        LanguageCheck.Report(context, type, LanguageVersions.Handler);
        foreach (Problem problem in HandlerReader.Read(type, context.CancellationToken).Problems)
        {
            context.ReportDiagnostic(problem.ToDiagnostic());
        }
    }
}
