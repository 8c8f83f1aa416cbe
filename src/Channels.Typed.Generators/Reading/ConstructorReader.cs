using Channels.Typed.Generators.Diagnostics;
using Channels.Typed.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Channels.Typed.Generators.Reading;

/// <summary>Finds the constructor of a handler, and the services that it takes.</summary>
internal static class ConstructorReader
{
    public static EquatableArray<ServiceModel> Read(INamedTypeSymbol handler, List<Problem> problems)
    {
        if (handler.IsAbstract || handler.IsGenericType)
        {
            problems.Add(new Problem(
                Descriptors.HandlerCannotBeMade, handler.Location(), handler.Name, "it must be neither abstract nor generic"));
            return default;
        }

        IMethodSymbol? constructor = Choose(handler);
        if (constructor is null)
        {
            problems.Add(new Problem(
                Descriptors.HandlerCannotBeMade,
                handler.Location(),
                handler.Name,
                "it needs exactly one public constructor, or one with [ActivatorUtilitiesConstructor]"));
            return default;
        }

        var services = new List<ServiceModel>();
        foreach (IParameterSymbol parameter in constructor.Parameters)
        {
            AttributeData? keyed = parameter.FindAttribute(KnownTypeNames.FromKeyedServicesAttribute);
            services.Add(new ServiceModel(
                TypeReader.Read(parameter.Type.WithNullableAnnotation(NullableAnnotation.NotAnnotated)),
                keyed is { ConstructorArguments.Length: 1 } ? keyed.ConstructorArguments[0].ToCSharpString() : null,
                parameter.HasExplicitDefaultValue ? Literal(parameter) : null));
        }

        return new EquatableArray<ServiceModel>([.. services]);
    }

    private static IMethodSymbol? Choose(INamedTypeSymbol handler)
    {
        IMethodSymbol[] candidates =
        [
            .. handler.InstanceConstructors.Where(constructor =>
                constructor.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal && !constructor.IsCopyOf(handler)),
        ];
        return candidates.Length == 1
            ? candidates[0]
            : candidates.FirstOrDefault(static constructor =>
                constructor.FindAttribute(KnownTypeNames.ActivatorUtilitiesConstructorAttribute) is not null);
    }

    // Nearly all services are reference types, whose default value can only be null.
    private static string Literal(IParameterSymbol parameter) => parameter.ExplicitDefaultValue is null
        ? "default"
        : SymbolDisplay.FormatPrimitive(parameter.ExplicitDefaultValue, quoteStrings: true, useHexadecimalNumbers: false)!;
}
