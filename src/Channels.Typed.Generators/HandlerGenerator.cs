using Channels.Typed.Generators.Emit;
using Channels.Typed.Generators.Model;
using Channels.Typed.Generators.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Channels.Typed.Generators;

/// <summary>Emits the typed members and the dispatch of each handler class.</summary>
/// <remarks>
/// The contract is read through the interfaces of the class, so it may be in the same project, in another project or in a package. Like
/// <see cref="ContractGenerator"/>, this generator reports no diagnostics. A broken handler gets stubs, so that code that uses it compiles.
/// </remarks>
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
            .Select(static (model, _) => model!) // Null models were filtered out in the line above.
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
