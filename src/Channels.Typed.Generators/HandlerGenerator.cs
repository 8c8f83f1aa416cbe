using Channels.Typed.Generators.Emit;
using Channels.Typed.Generators.Model;
using Channels.Typed.Generators.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Channels.Typed.Generators;

/// <summary>Completes each handler class with its typed members and the dispatch of its contract's events.</summary>
/// <remarks>The contract is read through the class's interfaces, so it may come from a project or from a package. Like
/// <see cref="ContractGenerator"/> it reports nothing. What is broken gets members that do nothing, for the sake of what uses them.</remarks>
[Generator(LanguageNames.CSharp)]
public sealed class HandlerGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<HandlerModel> handlers = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                KnownTypeNames.ChannelHandlerAttribute,
                static (node, _) => node is ClassDeclarationSyntax or RecordDeclarationSyntax,
                static (context, cancellationToken) => HandlerReader.Read((INamedTypeSymbol)context.TargetSymbol, cancellationToken).Model)
            .Where(static model => model is not null)
            .Select(static (model, _) => model!) // The line above let no null through.
            .WithTrackingName(TrackingNames.Handlers);

        IncrementalValueProvider<bool> isLanguageNewEnough = context.ParseOptionsProvider
            .Select(static (options, _) => options is CSharpParseOptions { LanguageVersion: >= LanguageVersions.Handler })
            .WithTrackingName(TrackingNames.HandlerLanguage);

        context.RegisterSourceOutput(
            handlers.Combine(isLanguageNewEnough).WithTrackingName(TrackingNames.HandlerOutput),
            static (context, input) =>
            {
                if (input.Right)
                {
                    context.AddSource(GeneratedNames.Hint(input.Left.FullName) + ".Handler.g.cs", HandlerEmitter.Emit(input.Left));
                }
            });
    }
}
