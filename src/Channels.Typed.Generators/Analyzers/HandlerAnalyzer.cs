using System.Collections.Immutable;
using Channels.Typed.Generators.Diagnostics;
using Channels.Typed.Generators.Emit;
using Channels.Typed.Generators.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Channels.Typed.Generators.Analyzers;

/// <summary>Reports the problems of a handler class that <see cref="HandlerReader"/> and <see cref="RuleChecker"/> find.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HandlerAnalyzer() : TypeAnalyzer(KnownTypeNames.ChannelHandlerAttribute)
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(
        Descriptors.HandlerIsNotPartial,
        Descriptors.HandlerHasNoContract,
        Descriptors.HandlerCannotBeMade,
        Descriptors.RuleDoesNothing,
        Descriptors.RateLimitIsWrong,
        Descriptors.LanguageIsTooOld);

    private protected override void Analyze(SymbolAnalysisContext context, INamedTypeSymbol type)
    {
        if (type.TypeKind != TypeKind.Class)
        {
            return;
        }

        Report(context, RuleChecker.Check(type, context.CancellationToken));
        if (type.FindAttribute(KnownTypeNames.ChannelHandlerAttribute) is not null)
        {
            LanguageCheck.Report(context, type, LanguageVersions.Handler);
            Report(context, HandlerReader.Read(type, context.CancellationToken).Problems);
        }
    }
}
