using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Channels.Typed.RepositoryTests;

/// <summary>
/// Compares the types that each file uses with the order of the folders. A file uses the types that it names and the types whose members it
/// calls. Types that only flow through it (the result of one call, passed to another) need no look: the member that returns them declares
/// them, and its file is checked as well. Documentation comments do not count.
/// </summary>
internal sealed class FolderCheck
{
    private readonly FolderOrder _order;
    private readonly CSharpCompilation _compilation;
    private readonly List<string> _wrongUses = [];
    private readonly List<string> _unresolved = [];

    private FolderCheck(CSharpCompilation compilation, FolderOrder order)
    {
        _compilation = compilation;
        _order = order;
    }

    /// <summary>Each type of a folder above that a file uses, with the line of its first use.</summary>
    public IReadOnlyList<string> WrongUses => _wrongUses;

    /// <summary>The names that the compiler does not know, with their places: what they stand for could not be checked.</summary>
    public IReadOnlyList<string> Unresolved => _unresolved;

    /// <summary>The number of names that were looked up.</summary>
    public int Names { get; private set; }

    public static FolderCheck Run(CSharpCompilation compilation, FolderOrder order)
    {
        FolderCheck check = new(compilation, order);
        foreach (SyntaxTree tree in compilation.SyntaxTrees.Where(tree => order.FolderOf(tree.FilePath) is not null))
        {
            check.Look(tree);
        }

        return check;
    }

    /// <summary>The types that have parts in more than one folder.</summary>
    public static IEnumerable<string> TypesInSeveralFolders(CSharpCompilation compilation, FolderOrder order) =>
        from type in TypesOf(compilation.Assembly.GlobalNamespace)
        let folders = type.DeclaringSyntaxReferences.Select(part => order.FolderOf(part.SyntaxTree.FilePath)).Distinct().ToArray()
        where folders.Length > 1
        select $"{type.ToDisplayString()} has parts in {string.Join(", ", folders.Select(folder => $"'{folder}'"))}";

    private static IEnumerable<INamedTypeSymbol> TypesOf(INamespaceSymbol space) =>
        space.GetTypeMembers().Concat(space.GetNamespaceMembers().SelectMany(TypesOf));

    private void Look(SyntaxTree tree)
    {
        SemanticModel model = _compilation.GetSemanticModel(tree);
        string own = _order.FolderOf(tree.FilePath)!;
        HashSet<INamedTypeSymbol> seen = new(SymbolEqualityComparer.Default);
        foreach (SyntaxNode node in tree.GetRoot().DescendantNodes().Where(MayUseAType))
        {
            ISymbol? symbol = SymbolOf(model, node);
            if (node is SimpleNameSyntax name)
            {
                Names++;
                if (symbol is null && !NeedsNoSymbol(name))
                {
                    _unresolved.Add($"{Place(node)} '{name.Identifier.ValueText}'");
                }
            }

            if (symbol is not null
                && OutermostSourceType(symbol) is { } type
                && seen.Add(type)
                && _order.FolderOf(type.DeclaringSyntaxReferences[0].SyntaxTree.FilePath) is { } folder
                && _order.IsAbove(folder, own))
            {
                _wrongUses.Add($"{Place(node)} uses {type.Name} of '{folder}', which is above '{own}'");
            }
        }
    }

    /// <summary>Names, and expressions that call a member without its name: <c>new()</c>, indexers, operators, <c>: this(…)</c>.</summary>
    private static bool MayUseAType(SyntaxNode node) => node is SimpleNameSyntax
        or BaseObjectCreationExpressionSyntax
        or ElementAccessExpressionSyntax
        or BinaryExpressionSyntax
        or PrefixUnaryExpressionSyntax
        or ConstructorInitializerSyntax
        or PrimaryConstructorBaseTypeSyntax;

    private static ISymbol? SymbolOf(SemanticModel model, SyntaxNode node)
    {
        SymbolInfo info = model.GetSymbolInfo(node);
        return info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
    }

    private INamedTypeSymbol? OutermostSourceType(ISymbol symbol)
    {
        INamedTypeSymbol? type = symbol switch
        {
            ILocalSymbol or IParameterSymbol or ITypeParameterSymbol or ILabelSymbol or IRangeVariableSymbol => null,
            INamedTypeSymbol named => named,
            IAliasSymbol { Target: INamedTypeSymbol named } => named,
            _ => symbol.ContainingType,
        };
        while (type?.ContainingType is { } outer)
        {
            type = outer;
        }

        type = type?.OriginalDefinition;
        return type is not null && SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, _compilation.Assembly) ? type : null;
    }

    /// <summary>Contextual keywords, discards, and names that the syntax around them declares.</summary>
    private static bool NeedsNoSymbol(SimpleNameSyntax name) =>
        name.Identifier.ValueText is "_" or "nameof" or "notnull" or "unmanaged" or "var"
        || name.Parent is NameEqualsSyntax { Parent: AnonymousObjectMemberDeclaratorSyntax or UsingDirectiveSyntax }
        || name.Parent is NameColonSyntax { Parent.Parent: TupleExpressionSyntax };

    private static string Place(SyntaxNode node) =>
        $"{node.SyntaxTree.FilePath}:{node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}";
}
