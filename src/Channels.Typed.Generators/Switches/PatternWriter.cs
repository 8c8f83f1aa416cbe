using Channels.Typed.Generators.Model;
using Microsoft.CodeAnalysis;

namespace Channels.Typed.Generators.Switches;

/// <summary>
/// Writes patterns for a position in the source, with the shortest type names that are valid there and unused variable names.
/// </summary>
/// <remarks>Every type pattern has a variable, because a type without a variable is a pattern only since C# 9.</remarks>
internal sealed class PatternWriter(SemanticModel model, int position)
{
    public string Type(ITypeSymbol type) => type.ToMinimalDisplayString(model, position);

    /// <summary>An unused variable name, derived from the name of the type.</summary>
    public string Variable(ITypeSymbol type)
    {
        string name = type.Name.Length == 0 ? "value" : char.ToLowerInvariant(type.Name[0]) + type.Name.Substring(1);
        IEnumerable<string> used = model.LookupSymbols(position)
            .Where(static symbol => symbol is ILocalSymbol or IParameterSymbol or IRangeVariableSymbol)
            .Select(static symbol => symbol.Name);
        return GeneratedNames.Escape(GeneratedNames.MakeUnique(name, [.. used]));
    }
}
