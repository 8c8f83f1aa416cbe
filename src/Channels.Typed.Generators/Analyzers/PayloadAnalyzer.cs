using System.Collections.Immutable;
using Channels.Typed.Generators.Diagnostics;
using Channels.Typed.Generators.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Channels.Typed.Generators.Analyzers;

/// <summary>Reports payload types that the contract's <c>JsonSerializerContext</c> does not describe.</summary>
/// <remarks>Analyzers see the output of other generators. So the members of the context show exactly which types it describes.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PayloadAnalyzer() : TypeAnalyzer(KnownTypeNames.ChannelAttribute)
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        ImmutableArray.Create(Descriptors.PayloadIsNotInContext);

    private protected override void Analyze(SymbolAnalysisContext context, INamedTypeSymbol type)
    {
        if (type.TypeKind == TypeKind.Interface
            && type.FindAttribute(KnownTypeNames.ChannelAttribute)?.Named<INamedTypeSymbol>("JsonContext") is { } json
            && ReadDescribed(json) is { } described)
        {
            foreach ((IMethodSymbol method, ITypeSymbol payload) in Payloads(type))
            {
                if (TypeReader.CanBeObject(payload) && payload.TypeKind != TypeKind.Error && !described.Contains(payload))
                {
                    string name = payload.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
                    context.ReportDiagnostic(Diagnostic.Create(
                        Descriptors.PayloadIsNotInContext, method.Location(), name, method.Name, json.Name));
                }
            }
        }
    }

    /// <summary>
    /// The types of the context's <c>JsonTypeInfo&lt;T&gt;</c> properties; <see langword="null"/> if the context is written by hand,
    /// because it may describe any type.
    /// </summary>
    private static HashSet<ITypeSymbol>? ReadDescribed(INamedTypeSymbol json)
    {
        if (json.FindAttribute(KnownTypeNames.JsonSerializableAttribute) is null && json.DeclaringSyntaxReferences.Length > 0)
        {
            return null;
        }

        var described = new HashSet<ITypeSymbol>(SymbolEqualityComparer.Default);
        foreach (ISymbol member in json.GetMembers())
        {
            if (member is IPropertySymbol { Type: INamedTypeSymbol { TypeArguments.Length: 1 } type }
                && type.Is(KnownTypeNames.JsonTypeInfo))
            {
                described.Add(type.TypeArguments[0]);
            }
        }

        return described;
    }

    private static IEnumerable<(IMethodSymbol Method, ITypeSymbol Payload)> Payloads(INamedTypeSymbol contract)
    {
        IEnumerable<ISymbol> members = contract.AllMembers();
        foreach (INamedTypeSymbol @interface in contract.AllInterfaces)
        {
            if (@interface.Is(KnownTypeNames.IChannel) && @interface.TypeArguments.FirstOrDefault() is INamedTypeSymbol events)
            {
                members = members.Concat(events.AllMembers());
            }
        }

        return members.OfType<IMethodSymbol>().SelectMany(static method =>
            method.Parameters.Select(static parameter => parameter.Type)
                .Concat(Results(method.ReturnType))
                .Where(static type => !type.Is(KnownTypeNames.CancellationToken) && !type.Is(KnownTypeNames.Empty))
                .Select(type => (method, type)));
    }

    private static ImmutableArray<ITypeSymbol> Results(ITypeSymbol returned)
    {
        ImmutableArray<ITypeSymbol> arguments =
            returned is INamedTypeSymbol named ? named.TypeArguments : ImmutableArray<ITypeSymbol>.Empty;
        return arguments.Length == 1 && arguments[0].Is(KnownTypeNames.Reply)
            ? ((INamedTypeSymbol)arguments[0]).TypeArguments
            : arguments;
    }
}
