using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Channels.Typed.Generators.Switches;

/// <summary>A switch over an outcome, and which of its cases are handled.</summary>
/// <param name="Missing">The cases that are certainly not handled.</param>
/// <param name="IsComplete">Whether all cases are certainly handled, so that no discard is needed.</param>
internal sealed record OutcomeSwitch(IReadOnlyList<OutcomeCase> Missing, bool IsComplete)
{
    /// <summary>Reads a switch statement or expression; null if it is not over an outcome.</summary>
    public static OutcomeSwitch? Read(IOperation operation, ContractOutcomes outcomes)
    {
        IOperation? value = (operation as ISwitchExpressionOperation)?.Value ?? (operation as ISwitchOperation)?.Value;
        if (value?.Type is not { } type)
        {
            return null;
        }

        IReadOnlyList<OutcomeCase> cases = OutcomeCases.Of(Subject.Of("", type).Type, outcomes);
        if (cases.Count == 0)
        {
            return null;
        }

        // A switch statement that has no section for null does nothing for it, which is allowed.
        if (operation is ISwitchExpressionOperation
            && operation.SemanticModel?.GetTypeInfo(value.Syntax).Nullability.FlowState == NullableFlowState.MaybeNull)
        {
            cases = [.. cases, new OutcomeCase("null", static _ => "null", new Subject("", type, MayBeNull: true) { IsNull = true })];
        }

        List<Func<Subject, Condition>> arms = ReadArms(operation, new PatternReader(outcomes.Compilation));
        var handled = cases.Select(@case => (
            Case: @case,
            Condition: arms.Aggregate(Condition.Never, (condition, arm) => condition.Or(arm(@case.Subject))))).ToList();
        return new OutcomeSwitch(
            [.. handled.Where(@case => !@case.Condition.IsCertain(inDoubt: true)).Select(@case => @case.Case)],
            handled.TrueForAll(@case => @case.Condition.IsCertain(inDoubt: false)));
    }

    /// <summary>The arms that count. An arm with a guard does not, because the result of the guard is unknown.</summary>
    private static List<Func<Subject, Condition>> ReadArms(IOperation operation, PatternReader reader)
    {
        var arms = new List<Func<Subject, Condition>>();
        if (operation is ISwitchExpressionOperation expression)
        {
            arms.AddRange(expression.Arms
                .Where(static arm => IsUnguarded(arm.Guard))
                .Select<ISwitchExpressionArmOperation, Func<Subject, Condition>>(arm => subject => reader.Read(arm.Pattern, subject)));
        }

        foreach (ICaseClauseOperation clause in (operation as ISwitchOperation)?.Cases.SelectMany(static @case => @case.Clauses) ?? [])
        {
            arms.Add(clause switch
            {
                IDefaultCaseClauseOperation => static _ => Condition.Always,
                ISingleValueCaseClauseOperation single => subject => PatternReader.ReadConstant(single.Value, subject),
                IPatternCaseClauseOperation pattern when IsUnguarded(pattern.Guard) => subject => reader.Read(pattern.Pattern, subject),
                IPatternCaseClauseOperation => static _ => Condition.Never,
                _ => subject => Condition.Unknown(clause.Syntax.ToString()),
            });
        }

        return arms;
    }

    private static bool IsUnguarded(IOperation? guard) => guard is null or { ConstantValue: { HasValue: true, Value: true } };
}
