using Channels.Typed.Generators.Reading;
using Microsoft.CodeAnalysis;

namespace Channels.Typed.Generators.Switches;

/// <summary>
/// The types that contracts declare as outcomes, in this compilation and in its references. They are searched only when a switch over a
/// type that may be one is found.
/// </summary>
internal sealed class ContractOutcomes(Compilation compilation)
{
    private const string Library = "Channels.Typed";

    private readonly Lazy<HashSet<INamedTypeSymbol>> _types = new(() => Find(compilation));

    public Compilation Compilation => compilation;

    /// <summary>Whether the type is an outcome, or derives from one.</summary>
    public bool Contains(INamedTypeSymbol type) =>
        RuleReader.WithBases(type).Any(_types.Value.Contains) || type.AllInterfaces.Any(_types.Value.Contains);

    private static HashSet<INamedTypeSymbol> Find(Compilation compilation)
    {
        var outcomes = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default);
        IEnumerable<IAssemblySymbol> assemblies = compilation.SourceModule.ReferencedAssemblySymbols
            .Where(MayHaveContracts)
            .Prepend(compilation.Assembly);
        foreach (INamedTypeSymbol type in assemblies.SelectMany(static assembly => assembly.GlobalNamespace.AllTypes()))
        {
            if (type.TypeKind == TypeKind.Interface && type.FindAttribute(KnownTypeNames.ChannelAttribute) is not null)
            {
                foreach (IMethodSymbol method in type.AllMembers().OfType<IMethodSymbol>())
                {
                    outcomes.UnionWith(Of(method.ReturnType));
                }
            }
        }

        return outcomes;
    }

    private static bool MayHaveContracts(IAssemblySymbol assembly) =>
        assembly.Modules.Any(module => module.ReferencedAssemblies.Any(reference => reference.Name == Library));

    private static IEnumerable<INamedTypeSymbol> Of(ITypeSymbol returned) =>
        returned is INamedTypeSymbol { TypeArguments.Length: 1 } task
        && task.TypeArguments[0] is INamedTypeSymbol reply
        && reply.Is(KnownTypeNames.Reply)
            ? reply.TypeArguments.OfType<INamedTypeSymbol>()
            : [];
}
