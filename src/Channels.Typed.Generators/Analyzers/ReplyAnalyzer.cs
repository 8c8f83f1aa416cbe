using System.Collections.Immutable;
using Channels.Typed.Generators.Diagnostics;
using Channels.Typed.Generators.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Channels.Typed.Generators.Analyzers;

/// <summary>Reports statements that drop a <c>Reply&lt;TOk, TError&gt;</c>, so that a refusal is lost. A discard is allowed.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ReplyAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        ImmutableArray.Create(Descriptors.ReplyIsNotLookedAt);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(KnownTypeNames.ChannelAttribute) is not null)
            {
                start.RegisterOperationAction(Analyze, OperationKind.ExpressionStatement);
            }
        });
    }

    private static void Analyze(OperationAnalysisContext context)
    {
        // Awaited, awaited with ConfigureAwait, or neither. The statement of a lambda with an expression body is implicit.
        IOperation dropped = ((IExpressionStatementOperation)context.Operation).Operation;
        if (dropped is IAwaitOperation or IInvocationOperation or IConditionalAccessOperation && IsReply(dropped.Type))
        {
            context.ReportDiagnostic(
                Diagnostic.Create(Descriptors.ReplyIsNotLookedAt, dropped.Syntax.GetLocation(), NameOf(dropped) ?? "the call"));
        }
    }

    private static bool IsReply(ITypeSymbol? type) =>
        type.Is(KnownTypeNames.Reply)
        || (type is INamedTypeSymbol { TypeArguments.Length: 1 } task
            && (task.Is(KnownTypeNames.Task) || task.Is(KnownTypeNames.ValueTask))
            && task.TypeArguments[0].Is(KnownTypeNames.Reply));

    // The name of the method that returns the reply: the last call that is not ConfigureAwait.
    private static string? NameOf(IOperation operation) => operation switch
    {
        IAwaitOperation awaited => NameOf(awaited.Operation),
        IConditionalAccessOperation access => NameOf(access.WhenNotNull),
        IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } task } => NameOf(task),
        IInvocationOperation call => $"'{call.TargetMethod.Name}'",
        _ => null,
    };
}
