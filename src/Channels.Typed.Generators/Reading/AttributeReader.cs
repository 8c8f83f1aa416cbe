using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Channels.Typed.Generators.Reading;

/// <summary>Turns an attribute into the expression that creates it, so that no reflection is needed at run time.</summary>
internal static class AttributeReader
{
    public static string Read(AttributeData attribute)
    {
        string arguments = string.Join(", ", attribute.ConstructorArguments.Select(Value));
        string named = string.Join(", ", attribute.NamedArguments.Select(argument => $"{argument.Key} = {Value(argument.Value)}"));
        string type = attribute.AttributeClass!.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat); // The caller has checked it.
        return $"new {type}({arguments})" + (named.Length > 0 ? $" {{ {named} }}" : "");
    }

    // Every value is cast to its type, because the type decides which constructor is called.
    private static string Value(TypedConstant constant)
    {
        string type = constant.Type?.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat) ?? "object";
        return constant switch
        {
            { IsNull: true } => $"({type})null",
            { Kind: TypedConstantKind.Array } => $"new {type} {{ {string.Join(", ", constant.Values.Select(Value))} }}",
            { Value: ITypeSymbol value } => $"typeof({value.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)})",
            { Value: string text } => SymbolDisplay.FormatLiteral(text, quote: true),
            { Value: bool flag } => flag ? "true" : "false",
            { Value: char character } => SymbolDisplay.FormatLiteral(character, quote: true),

            // RuleChecker reports it, so the value does not matter.
            { Value: double number } when double.IsNaN(number) || double.IsInfinity(number) => $"({type})(0D / 0D)",
            _ => $"({type})({SymbolDisplay.FormatPrimitive(constant.Value!, quoteStrings: false, useHexadecimalNumbers: false)})",
        };
    }
}
