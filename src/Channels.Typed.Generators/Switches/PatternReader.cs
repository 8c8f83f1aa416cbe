using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;

namespace Channels.Typed.Generators.Switches;

/// <summary>
/// Reads when a pattern matches a value. It follows the rules of the compiler, and also knows which case the value belongs to.
/// </summary>
internal sealed class PatternReader(Compilation compilation)
{
    public Condition Read(IPatternOperation pattern, Subject subject) => pattern switch
    {
        IDiscardPatternOperation or IDeclarationPatternOperation { MatchesNull: true } => Condition.Always,
        IDeclarationPatternOperation { MatchedType: { } type } => ReadType(type, subject),
        ITypePatternOperation { MatchedType: var type } => ReadType(type, subject),
        IConstantPatternOperation constant => ReadConstant(constant.Value, subject),
        IRelationalPatternOperation relational => ReadRelation(relational, subject),
        INegatedPatternOperation negated => Read(negated.Pattern, subject).Not(),
        IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.Or } either =>
            Read(either.LeftPattern, subject).Or(Read(either.RightPattern, subject)),
        IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.And } both =>
            Read(both.LeftPattern, subject).And(Read(both.RightPattern, subject)),
        IRecursivePatternOperation recursive => ReadRecursive(recursive, subject),
        _ => NotUnderstood(pattern, subject),
    };

    /// <summary>Reads a constant, as a pattern or as a case of a switch statement.</summary>
    public static Condition ReadConstant(IOperation value, Subject subject)
    {
        if (!value.ConstantValue.HasValue)
        {
            return NotUnderstood(value, subject);
        }

        if (value.ConstantValue.Value is not { } constant)
        {
            return IsNotNull(subject).Not();
        }

        Condition isEqual =
            subject.IsNull ? Condition.Never
            : subject.Value is not null ? (subject.Value.Equals(constant) ? Condition.Always : Condition.Never)
            : subject.Type.TypeKind == TypeKind.Enum ? NotUnderstood(value, subject)
            : constant is bool flag ? (flag ? Condition.Test(subject.Path) : Condition.Test(subject.Path).Not())
            : HasOrder(subject) ? AtMost(subject, constant).And(Below(subject, constant).Not())
            : Condition.Test($"{subject.Path} == {Text(constant)}");
        return IsNotNull(subject).And(isEqual);
    }

    private static Condition ReadRelation(IRelationalPatternOperation pattern, Subject subject)
    {
        if (!HasOrder(subject)
            || subject.IsNull
            || subject.Value is not null
            || pattern.Value.ConstantValue is not { HasValue: true, Value: { } constant })
        {
            return NotUnderstood(pattern, subject);
        }

        Condition? isMet = pattern.OperatorKind switch
        {
            BinaryOperatorKind.LessThan => Below(subject, constant),
            BinaryOperatorKind.LessThanOrEqual => AtMost(subject, constant),
            BinaryOperatorKind.GreaterThan => AtMost(subject, constant).Not(),
            BinaryOperatorKind.GreaterThanOrEqual => Below(subject, constant).Not(),
            _ => null,
        };
        return isMet is null ? NotUnderstood(pattern, subject) : IsNotNull(subject).And(isMet);
    }

    private Condition ReadRecursive(IRecursivePatternOperation pattern, Subject subject)
    {
        Condition result = ReadType(pattern.MatchedType, subject);
        if (subject.IsNull)
        {
            return result;
        }

        foreach (IPropertySubpatternOperation property in pattern.PropertySubpatterns)
        {
            ITypeSymbol? type = (property.Member as IMemberReferenceOperation)?.Member switch
            {
                IPropertySymbol { Type: var propertyType } => propertyType,
                IFieldSymbol { Type: var fieldType } => fieldType,
                _ => null,
            };
            result = result.And(
                type is null ? NotUnderstood(property, subject)
                : subject.Member(((IMemberReferenceOperation)property.Member).Member.Name, type) is { } member
                    ? Read(property.Pattern, member)
                : Condition.Never); // The getter throws.
        }

        return pattern.DeconstructionSubpatterns.IsEmpty ? result : result.And(ReadPositions(pattern, subject));
    }

    private Condition ReadPositions(IRecursivePatternOperation pattern, Subject subject)
    {
        if (pattern.DeconstructSymbol is not IMethodSymbol { Name: "Deconstruct" } method)
        {
            return NotUnderstood(pattern, subject);
        }

        // The first parameter of an extension method is its receiver.
        Condition result = Condition.Always;
        int offset = method.Parameters.Length - pattern.DeconstructionSubpatterns.Length;
        for (int i = 0; i < pattern.DeconstructionSubpatterns.Length && offset >= 0; i++)
        {
            IParameterSymbol parameter = method.Parameters[offset + i];
            Subject position = Subject.Of($"{subject.Path}({parameter.Name})", parameter.Type);
            result = result.And(Read(pattern.DeconstructionSubpatterns[i], position));
        }

        return result;
    }

    private Condition ReadType(ITypeSymbol type, Subject subject)
    {
        Conversion conversion = compilation.ClassifyConversion(subject.Type, type);
        Condition isOfType =
            !conversion.Exists || subject.IsNull ? Condition.Never
            : conversion.IsIdentity || (conversion.IsImplicit && (conversion.IsReference || conversion.IsBoxing)) ? Condition.Always
            // Tests for several types depend on each other, because together they may cover all derived types.
            : subject.Type.IsAbstract ? Condition.Unknown($"{subject.Path} is {type.ToDisplayString()}")
            : conversion.IsReference || conversion.IsUnboxing ? Condition.Test($"{subject.Path} is {type.ToDisplayString()}")
            : Condition.Never;
        return IsNotNull(subject).And(isOfType);
    }

    private static Condition IsNotNull(Subject subject) =>
        subject.IsNull ? Condition.Never : subject.MayBeNull ? Condition.Test($"{subject.Path} is null").Not() : Condition.Always;

    private static Condition Below(Subject subject, object constant) => Condition.Test($"{subject.Path} < {Text(constant)}");

    private static Condition AtMost(Subject subject, object constant) => Condition.Test($"{subject.Path} <= {Text(constant)}");

    // Floating-point types have no order here, because NaN is neither less than a number nor greater than or equal to it.
    private static bool HasOrder(Subject subject) =>
        subject.Type.SpecialType is (>= SpecialType.System_Char and <= SpecialType.System_Decimal);

    private static string Text(object constant) => Convert.ToString(constant, CultureInfo.InvariantCulture);

    private static Condition NotUnderstood(IOperation operation, Subject subject) =>
        Condition.Unknown($"{subject.Path}: {operation.Syntax}");
}
