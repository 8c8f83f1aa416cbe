using Channels.Typed.Generators.Emit;
using Channels.Typed.Generators.Model;
using Channels.Typed.Generators.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Channels.Typed.Generators;

/// <summary>Emits the descriptor, topic, client, publisher and registration of each contract into the assembly that declares it.</summary>
/// <remarks>
/// The generator reports no diagnostics; the analyzers report the problems that <see cref="ContractReader"/> finds. It emits the valid
/// parts of a broken contract, because the compiler does not show the diagnostics of analyzers when a type is missing.
/// </remarks>
[Generator(LanguageNames.CSharp)]
public sealed class ContractGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<ContractModel> contracts = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                KnownTypeNames.ChannelAttribute,
                static (node, _) => node is InterfaceDeclarationSyntax,
                static (context, cancellationToken) => ContractReader.Read((INamedTypeSymbol)context.TargetSymbol, cancellationToken).Model)
            .Where(static model => model is not null)
            .Select(static (model, _) => model!) // Null models were filtered out in the line above.
            .WithTrackingName(TrackingNames.Contracts);

        IncrementalValueProvider<bool> isLanguageNewEnough = context.ParseOptionsProvider
            .Select(static (options, _) => options is CSharpParseOptions { LanguageVersion: >= LanguageVersions.Contract })
            .WithTrackingName(TrackingNames.ContractLanguage);

        // The generated registration needs keyed services, which version 8 of the abstractions added.
        IncrementalValueProvider<bool> hasInjection = context.CompilationProvider
            .Select(static (compilation, _) => compilation.GetTypeByMetadataName(KnownTypeNames.IKeyedServiceProvider) is not null)
            .WithTrackingName(TrackingNames.ContractInjection);

        context.RegisterSourceOutput(
            contracts.Combine(isLanguageNewEnough).Combine(hasInjection).WithTrackingName(TrackingNames.ContractOutput),
            static (context, input) =>
            {
                ((ContractModel contract, bool isLanguageNewEnough), bool hasInjection) = input;
                if (isLanguageNewEnough)
                {
                    Emit(context, contract, hasInjection);
                }
            });
    }

    private static void Emit(SourceProductionContext context, ContractModel contract, bool hasInjection)
    {
        string name = GeneratedNames.Hint(contract.FullName);
        context.AddSource(name + ".Contract.g.cs", ContractEmitter.Emit(contract));
        context.AddSource(name + ".Topic.g.cs", TopicEmitter.Emit(contract));
        context.AddSource(name + ".Client.g.cs", ClientEmitter.Emit(contract));
        context.AddSource(name + ".ClientInterface.g.cs", ClientInterfaceEmitter.Emit(contract));
        context.AddSource(name + ".Publisher.g.cs", PublisherEmitter.Emit(contract));
        context.AddSource(name + ".Extensions.g.cs", ExtensionsEmitter.Emit(contract));
        if (hasInjection)
        {
            context.AddSource(name + ".Services.g.cs", ServicesEmitter.Emit(contract));
        }
    }
}
