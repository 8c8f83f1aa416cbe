using System.Collections;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Channels.Typed.Generators.Tests.Harness;

/// <summary>
/// Checks what keeps an editor fast: an edit elsewhere runs no step again, and no step's output references a symbol or a compilation.
/// </summary>
internal static class CachingAssert
{
    private static readonly string[] Names =
    [
        TrackingNames.Contracts, TrackingNames.Handlers, TrackingNames.ContractLanguage, TrackingNames.HandlerLanguage,
        TrackingNames.ContractInjection, TrackingNames.ContractOutput, TrackingNames.HandlerOutput,
    ];

    /// <summary>Asserts that a second run over a copy of the compilation runs no step again.</summary>
    public static void RunsNothingAgain(GeneratorRun run)
    {
        GeneratorRun again = run.Rerun(run.Input.Clone());
        foreach (GeneratorRunResult result in again.Results)
        {
            foreach ((string name, IncrementalStepRunReason reason) in Reasons(result))
            {
                Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, $"Step {name} was {reason}.");
            }

            Assert.All(
                result.TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(step => step.Outputs),
                output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
        }

        HoldsNoSymbols(run);
    }

    /// <summary>Returns the reasons of a step's outputs in the last run.</summary>
    public static IReadOnlyList<IncrementalStepRunReason> ReasonsOf(GeneratorRun run, string step) =>
        [.. run.Results.SelectMany(Reasons).Where(entry => entry.Name == step).Select(entry => entry.Reason)];

    /// <summary>Returns the reasons of the generated files in the last run.</summary>
    public static IReadOnlyList<IncrementalStepRunReason> ReasonsOfFiles(GeneratorRun run) =>
    [
        .. run.Results
            .SelectMany(result => result.TrackedOutputSteps)
            .SelectMany(step => step.Value)
            .SelectMany(step => step.Outputs)
            .Select(output => output.Reason),
    ];

    private static IEnumerable<(string Name, IncrementalStepRunReason Reason)> Reasons(GeneratorRunResult result) =>
        from step in result.TrackedSteps
        where Names.Contains(step.Key)
        from run in step.Value
        from output in run.Outputs
        select (step.Key, output.Reason);

    private static void HoldsNoSymbols(GeneratorRun run)
    {
        var visited = new HashSet<object>(ReferenceEqualityComparer.Instance);
        foreach (GeneratorRunResult result in run.Results)
        {
            IEnumerable<IncrementalGeneratorRunStep> steps =
                result.TrackedSteps.Where(step => Names.Contains(step.Key)).SelectMany(step => step.Value);
            foreach (IncrementalGeneratorRunStep step in steps)
            {
                foreach ((object value, _) in step.Outputs)
                {
                    Visit(value, step.Name!, visited);
                }
            }
        }
    }

    private static void Visit(object? value, string step, HashSet<object> visited)
    {
        if (value is null or string || value.GetType().IsPrimitive || value.GetType().IsEnum || !visited.Add(value))
        {
            return;
        }

        Assert.False(value is ISymbol or SyntaxNode or Compilation or Location or SemanticModel, $"Step {step} holds a {value.GetType()}.");
        if (value is IEnumerable items)
        {
            foreach (object? item in items)
            {
                Visit(item, step, visited);
            }
        }

        foreach (FieldInfo field in value.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            Visit(field.GetValue(value), step, visited);
        }
    }
}
