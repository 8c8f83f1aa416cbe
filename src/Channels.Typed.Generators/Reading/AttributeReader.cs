using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Channels.Typed.Generators.Reading;

/// <summary>Turns an attribute into the expression that makes it, so that nothing has to be looked up at run time.</summary>
internal static class AttributeReader
{
    public static string Read(AttributeData attribute)
    {
        string arguments = string.Join(", ", attribute.ConstructorArguments.Select(Value));
        string named = string.Join(", ", attribute.NamedArguments.Select(argument => $"{argument.Key} = {Value(argument.Value)}"));
        return $"new {attribute.AttributeClass!.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)}({arguments})" // Has been looked at.
            + (named.Length > 0 ? $" {{ {named} }}" : "");
    }

    // With its type, as the constructor was chosen by it.
    private static string Value(TypedConstant constant)
    {
        string type = constant.Type?.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat) ?? "object";
        return constant switch
        {
            { IsNull: true } => $"({type})null",
            { Kind: TypedConstantKind.Array } => $"new {type} {{ {string.Join(", ", constant.Values.Select(Value))} }}",
            { Kind: TypedConstantKind.Type } => $"typeof({((ITypeSymbol)constant.Value!).ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)})",
            { Value: string text } => SymbolDisplay.FormatLiteral(text, quote: true),
            { Value: bool flag } => flag ? "true" : "false",
            { Value: char character } => SymbolDisplay.FormatLiteral(character, quote: true),
            { Value: double number } when double.IsNaN(number) || double.IsInfinity(number) => $"({type})(0D / 0D)", // Told of, and never compiled.
            _ => $"({type})({SymbolDisplay.FormatPrimitive(constant.Value!, quoteStrings: false, useHexadecimalNumbers: false)})",
        };
    }
}
