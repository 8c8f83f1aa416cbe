using Channels.Typed.Generators.Emit;
using Channels.Typed.Generators.Model;
using Channels.Typed.Generators.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Channels.Typed.Generators;

/// <summary>Emits the descriptor, typed topic, client and publisher of each contract into the assembly that declares it.</summary>
/// <remarks>It reports nothing: what <see cref="ContractReader"/> finds wrong is told by the analyzers, and such a contract is skipped.</remarks>
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
            .Select(static (model, _) => model!) // The line above let no null through.
            .WithTrackingName(TrackingNames.Contracts);

        IncrementalValueProvider<bool> isLanguageNewEnough = context.ParseOptionsProvider
            .Select(static (options, _) => options is CSharpParseOptions { LanguageVersion: >= LanguageVersions.Contract })
            .WithTrackingName(TrackingNames.ContractLanguage);

        context.RegisterSourceOutput(
            contracts.Combine(isLanguageNewEnough).WithTrackingName(TrackingNames.ContractOutput),
            static (context, input) =>
            {
                if (input.Right)
                {
                    Emit(context, input.Left);
                }
            });
    }

    private static void Emit(SourceProductionContext context, ContractModel contract)
    {
        string name = GeneratedNames.Hint(contract.FullName);
        context.AddSource(name + ".Contract.g.cs", ContractEmitter.Emit(contract));
        context.AddSource(name + ".Topic.g.cs", TopicEmitter.Emit(contract));
        context.AddSource(name + ".Client.g.cs", ClientEmitter.Emit(contract));
        context.AddSource(name + ".Publisher.g.cs", PublisherEmitter.Emit(contract));
        context.AddSource(name + ".Extensions.g.cs", ExtensionsEmitter.Emit(contract));
    }
}
