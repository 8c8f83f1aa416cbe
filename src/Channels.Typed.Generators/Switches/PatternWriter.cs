using Channels.Typed.Generators.Model;
using Microsoft.CodeAnalysis;

namespace Channels.Typed.Generators.Switches;

/// <summary>Writes patterns as one would by hand in that place: with types as short as their names can be there, and variables of which there is no other.</summary>
/// <remarks>Types have variables even where nothing is in them: until C# 9, a type alone is no pattern.</remarks>
internal sealed class PatternWriter(SemanticModel model, int position)
{
    public string Type(ITypeSymbol type) => type.ToMinimalDisplayString(model, position);

    /// <summary>A variable for a value of this type, named after it.</summary>
    public string Variable(ITypeSymbol type)
    {
        string name = type.Name.Length == 0 ? "value" : char.ToLowerInvariant(type.Name[0]) + type.Name.Substring(1);
        string[] taken = [.. model.LookupSymbols(position).Where(static symbol => symbol is ILocalSymbol or IParameterSymbol or IRangeVariableSymbol).Select(static symbol => symbol.Name)];
        return GeneratedNames.Escape(GeneratedNames.Free(name, taken));
    }
}
