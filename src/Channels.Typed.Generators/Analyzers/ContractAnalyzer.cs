using System.Collections.Immutable;
using Channels.Typed.Generators.Diagnostics;
using Channels.Typed.Generators.Emit;
using Channels.Typed.Generators.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Channels.Typed.Generators.Analyzers;

/// <summary>Reports the problems of a contract that <see cref="ContractReader"/> finds.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ContractAnalyzer() : TypeAnalyzer(KnownTypeNames.ChannelAttribute)
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(
        Descriptors.ContractShape,
        Descriptors.ContractIsNotPartial,
        Descriptors.MethodShape,
        Descriptors.EventNameIsWrong,
        Descriptors.OneJoin,
        Descriptors.TopicPatternIsWrong,
        Descriptors.PayloadIsNoObject,
        Descriptors.LanguageIsTooOld);

    private protected override void Analyze(SymbolAnalysisContext context, INamedTypeSymbol type)
    {
        if (type.TypeKind == TypeKind.Interface && type.FindAttribute(KnownTypeNames.ChannelAttribute) is not null)
        {
            LanguageCheck.Report(context, type, LanguageVersions.Contract);
            Report(context, ContractReader.Read(type, context.CancellationToken).Problems);
        }
    }
}
